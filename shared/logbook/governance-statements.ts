/**
 * What governing entries say, sorted by who said it, for `governanceOf`.
 *
 * The order of one person's statements is that of their feed; a person with several devices: the device that founded
 * the league first, then by device. It decides the order of admission only, among those one person admitted.
 */
import type {
  DeviceBody,
  GenesisBody,
  GrantBody,
  InviteBody,
  LeagueSettingsBody,
  MemberBody,
  RoomBody,
} from './bodies.ts'
import type { Tip, VerifiedEntry } from './entry.ts'
import { isGoverning } from './governance-model.ts'
import type { DeviceId, PersonId } from './ids.ts'
import { readBody, readBodyOf } from './schemas.ts'

export type Word =
  | { readonly kind: 'member'; readonly person: PersonId; readonly body: MemberBody }
  | {
      readonly kind: 'removal'
      readonly person: PersonId
      readonly last: readonly Tip[]
      readonly reason: string
    }
  /** A removal is taken back by whoever spoke it, or a senior. */
  | { readonly kind: 'pardon'; readonly person: PersonId }
  | { readonly kind: 'invite'; readonly key: string; readonly body: InviteBody | null }
  | { readonly kind: 'room'; readonly body: RoomBody }
  | { readonly kind: 'grant'; readonly person: PersonId; readonly body: GrantBody | null }
  | { readonly kind: 'settings'; readonly body: LeagueSettingsBody }

export interface Statement {
  readonly entry: VerifiedEntry
  readonly by: PersonId
  readonly rev: number
  readonly word: Word
}

/** Who said that a device is theirs, and what it is called. */
export interface Arrival {
  readonly entry: VerifiedEntry
  readonly device: DeviceId
  readonly person: PersonId
  readonly body: GenesisBody | DeviceBody
}

export interface DeviceRevocation {
  readonly entry: VerifiedEntry
  readonly person: PersonId
  readonly device: DeviceId
  readonly last: Tip | null
}

export interface Statements {
  readonly genesis: (Arrival & { readonly body: GenesisBody }) | null
  readonly byPerson: ReadonlyMap<PersonId, readonly Statement[]>
  readonly arrivals: readonly Arrival[]
  readonly deviceRevocations: readonly DeviceRevocation[]
}

/** A rev beyond this counts as this: whoever writes the largest number cannot have the last word over a senior. */
export const LARGEST_REV = 2 ** 31

/** Entry 0 of a feed introduces its device whatever its version: the replica let it in by the same reading. */
export const statementsOf = (entries: readonly VerifiedEntry[], league: string): Statements => {
  let genesis: Statements['genesis'] = null
  const arrivals: Arrival[] = []
  const deviceRevocations: DeviceRevocation[] = []
  const spoken: Statement[] = []
  for (const entry of entries) {
    const { kind, person, id, rev } = entry.entry
    if (!isGoverning(kind)) continue
    const read = entry.entry.seq === 0 ? readBodyOf(entry.entry) : readBody(entry.entry)
    if (read.what === 'withdrawn') {
      const word = withdrawal(kind, id)
      if (word) spoken.push({ entry, by: person, rev: Math.min(rev, LARGEST_REV), word })
    }
    if (read.what !== 'known') continue
    if (read.kind === 'genesis') {
      if (entry.hash !== league) continue
      genesis = { entry, device: entry.device, person, body: read.body }
      arrivals.push(genesis)
    } else if (read.kind === 'device') {
      if (id === entry.device) arrivals.push({ entry, device: entry.device, person, body: read.body })
    } else if (read.kind === 'revoke' && read.body.what === 'device') {
      const { device, last } = read.body
      if (id === device) deviceRevocations.push({ entry, person, device, last })
    } else {
      const word = wordOf(read, id)
      if (word) spoken.push({ entry, by: person, rev: Math.min(rev, LARGEST_REV), word })
    }
  }
  const ordered = newestOf(spoken).sort((a, b) => inFeedOrder(a.entry, b.entry, genesis?.device ?? null))
  return {
    genesis,
    byPerson: Map.groupBy(ordered, statement => statement.by),
    arrivals: arrivals.sort((a, b) => inFeedOrder(a.entry, b.entry, null)),
    deviceRevocations: deviceRevocations.sort((a, b) => inFeedOrder(a.entry, b.entry, null)),
  }
}

/**
 * Of one person's words about one thing: a role changed so often is somebody trying how long the others reckon.
 * Weighing costs the square of it.
 */
const MAX_WORDS = 64

const newestOf = (spoken: readonly Statement[]): Statement[] =>
  Array.from(Map.groupBy(spoken, topicOf).values(), words =>
    words.length <= MAX_WORDS
      ? words
      : words.toSorted((a, b) => b.rev - a.rev || (a.entry.hash < b.entry.hash ? -1 : 1)).slice(0, MAX_WORDS),
  ).flat()

const topicOf = ({ by, word }: Statement): string => {
  const about = 'person' in word ? word.person : 'key' in word ? word.key : ''
  return `${by} ${about} ${isOnStanding(word) ? 'standing' : word.kind}`
}

/** Whether it is about what a person is in the league. */
export const isOnStanding = (word: Word): word is Extract<Word, { kind: 'member' | 'removal' | 'pardon' }> =>
  word.kind === 'member' || word.kind === 'removal' || word.kind === 'pardon'

const inFeedOrder = (a: VerifiedEntry, b: VerifiedEntry, founding: DeviceId | null): number => {
  if (a.device !== b.device) {
    if (a.device === founding || b.device === founding) return a.device === founding ? -1 : 1
    return a.device < b.device ? -1 : 1
  }
  return a.entry.seq - b.entry.seq || (a.hash < b.hash ? -1 : 1)
}

type Read = Extract<ReturnType<typeof readBody>, { readonly what: 'known' }>

const wordOf = (read: Read, id: string): Word | null => {
  switch (read.kind) {
    case 'member':
      return { kind: 'member', person: id as PersonId, body: read.body }
    case 'revoke':
      if (read.body.what === 'device' || read.body.person !== id) return null
      return { kind: 'removal', person: read.body.person, last: read.body.last, reason: read.body.reason }
    case 'invite':
      return { kind: 'invite', key: id, body: read.body }
    case 'room':
      return { kind: 'room', body: read.body }
    case 'grant':
      return { kind: 'grant', person: id as PersonId, body: read.body }
    case 'league-settings':
      return { kind: 'settings', body: read.body }
    default:
      return null
  }
}

const withdrawal = (kind: string, id: string): Word | null => {
  switch (kind) {
    case 'revoke':
      return { kind: 'pardon', person: id as PersonId }
    case 'invite':
      return { kind: 'invite', key: id, body: null }
    case 'grant':
      return { kind: 'grant', person: id as PersonId, body: null }
    default:
      return null
  }
}
