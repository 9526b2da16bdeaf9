/** What happened in a league, newest first, and what somebody should look at: facts, for which screens have the words. */
import { type EntryHash, type Governance, judgeOf, type Lineage, type PersonId } from '#shared/logbook'
import { asMillis, type EpochMillis, type Millis } from '#shared/units'
import type { Boards } from './boards.ts'
import { groupsOf } from './groups.ts'
import type { BoardRecord } from './record.ts'

export interface Change {
  readonly hash: EntryHash
  readonly at: EpochMillis
  readonly by: PersonId
  readonly byName: string
  readonly what: ChangeOf
  /** The entry's id: a session, a person, a device. */
  readonly id: string
}

export type ChangeOf =
  | {
      readonly kind: 'session'
      readonly track: string
      readonly car: string
      readonly laps: number
      readonly bestMs: Millis | null
      /** A later revision of a session that was here before. */
      readonly isAgain: boolean
    }
  | { readonly kind: 'withdrawn' | 'settings' | 'invite' | 'room' | 'other' }
  | {
      readonly kind: 'decision'
      readonly what: 'void-lap' | 'penalty' | 'note' | 'endorse-gates'
      readonly reason: string
    }
  | { readonly kind: 'merge'; readonly what: 'drivers' | 'layouts' | 'cars'; readonly reason: string }
  | { readonly kind: 'member' | 'removed' | 'device' | 'device-revoked'; readonly name: string }
  | { readonly kind: 'layout'; readonly name: string }

/** Of entries that count. */
export const recentChanges = (
  boards: Boards,
  governance: Governance,
  lineage: Lineage,
  limit: number,
): readonly Change[] => {
  const judge = judgeOf(governance, lineage)
  const names = new Map(governance.members.map(({ person, name }) => [person as string, name]))
  const devices = new Map(governance.devices.map(({ device, name }) => [device as string, name]))
  const newest = Array.from(boards.records()).sort(
    (a, b) => b.entry.at - a.entry.at || (a.hash < b.hash ? -1 : 1),
  )
  const changes: Change[] = []
  for (const record of newest) {
    if (changes.length >= limit) break
    if (judge(record) !== 'counts') continue
    const { person, id, at } = record.entry
    changes.push({
      hash: record.hash,
      at,
      by: person,
      byName: names.get(person) ?? '',
      what: changeOf(record, names, devices),
      id,
    })
  }
  return changes
}

const changeOf = (
  record: BoardRecord,
  names: ReadonlyMap<string, string>,
  devices: ReadonlyMap<string, string>,
): ChangeOf => {
  const { said, entry } = record
  switch (said.of) {
    case 'session': {
      const best = groupsOf(said.facts, null).reduce((ms, group) => Math.min(ms, group.bestMs), Infinity)
      return {
        kind: 'session',
        track: said.facts.place.track,
        car: said.facts.car.name,
        laps: said.facts.lapCount,
        bestMs: best === Infinity ? null : asMillis(best),
        isAgain: entry.rev > 0,
      }
    }
    case 'layout':
      return { kind: 'layout', name: `${said.facts.track} ${said.facts.name}`.trim() }
    case 'decision':
      return { kind: 'decision', what: said.facts.what, reason: said.facts.reason }
    case 'merge':
      return { kind: 'merge', what: said.facts.what, reason: said.facts.reason }
    case 'withdrawn':
      return { kind: 'withdrawn' }
    case 'other':
      return otherChange(record, said, names, devices)
  }
}

const otherChange = (
  { entry: { kind, id } }: BoardRecord,
  said: { readonly what: string | null; readonly name: string | null },
  names: ReadonlyMap<string, string>,
  devices: ReadonlyMap<string, string>,
): ChangeOf => {
  switch (kind) {
    case 'member':
      return { kind: 'member', name: said.name ?? names.get(id) ?? '' }
    case 'revoke':
      return said.what === 'device'
        ? { kind: 'device-revoked', name: devices.get(id) ?? '' }
        : { kind: 'removed', name: names.get(id) ?? '' }
    case 'device':
      return { kind: 'device', name: said.name ?? '' }
    case 'genesis':
    case 'league-settings':
      return { kind: 'settings' }
    case 'invite':
    case 'room':
      return { kind }
    default:
      return { kind: 'other' }
  }
}
