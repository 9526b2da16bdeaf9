/**
 * What of a session leaves this device: the one place that decides it, for publishing and for the preview alike.
 *
 * Invariants: everything that leaves is named here, field by field; notes, tags, weather in words, setups, what a person
 * overruled, the original file and its name, and the names others gave drivers elsewhere stay. With a trim neither the
 * layout nor its lines leave, because lines of a drive to somebody's door say where the door is.
 */
import { hexToBytes } from '#shared/id'
import { isOfOthers, type Lap, lapTimeMs, type Session, worldOf } from '#shared/lap'
import {
  type ChunkedRef,
  LAP_KIND_CODES,
  type LayoutBody,
  type PersonId,
  type Proof,
  type SessionBody,
  type SessionLaps,
  TIMING_CODES,
} from '#shared/logbook'
import type { Layout, Track } from '#shared/track'
import { asMillis } from '#shared/units'
import type { SessionDetail } from '../listing.ts'
import { type KnownThings, knownIdOfCar, knownIdOfTrack } from '../same-thing.ts'

export interface ToShare {
  readonly detail: SessionDetail
  readonly known: KnownThings
  readonly me: { readonly person: PersonId; readonly personName: string }
  readonly audience: SessionBody['audience']
  readonly trimMs: number
  readonly traces: ChunkedRef | null
  /** What the first publisher said, for a session another device of mine recorded. */
  readonly proof: Proof | null
}

/** As many as an entry takes. */
const MAX_LAPS = 2_000
const MAX_LAP_MS = 86_400_000
const MAX_NOTE = 500

export const lapsToShare = ({ laps }: Pick<SessionDetail, 'laps'>): readonly Lap[] =>
  laps
    .filter(lap => lap.startMs >= 0 && lapTimeMs(lap) >= 0 && lapTimeMs(lap) <= MAX_LAP_MS)
    .slice(0, MAX_LAPS)

/** What stays, as keys of words. */
export const STAYS = ['notes', 'tags', 'weather', 'setup', 'original', 'overruled', 'sim-facts'] as const

export const sessionToBody = ({
  detail,
  known,
  me,
  audience,
  trimMs,
  traces,
  proof,
}: ToShare): SessionBody => {
  const { session, track, layout, car, drivers } = detail
  const laps = lapsToShare(detail)
  const isTrimmed = trimMs > 0
  const gates = isTrimmed ? null : gatesOf(laps)
  const driverIds = [...new Set(laps.map(lap => lap.driverId))]
  const nameById = new Map(drivers.map(driver => [driver.id, driver.name]))
  return {
    audience,
    startedAt: session.startedAt,
    utcOffsetMin: session.utcOffsetMin,
    name: session.name ?? '',
    world: worldOf(session, layout),
    game: session.origin.kind === 'rig' ? session.origin.game : null,
    surface: session.conditions?.surface ?? null,
    airC: session.conditions?.airC ?? null,
    trackC: session.conditions?.trackC ?? null,
    place: {
      layout: isTrimmed ? null : (layout?.id ?? null),
      known: track && knownIdOfTrack(known)(track),
      track: track?.name ?? '',
      layoutName: layout?.name ?? '',
      lengthM: isTrimmed ? null : (layout?.lengthM ?? null),
    },
    car: {
      car: car?.id ?? null,
      known: car && knownIdOfCar(known)(car),
      name: car?.name ?? '',
      className: car?.facts?.className ?? null,
    },
    drivers: driverIds.map(id => driverRef(nameById.get(id) ?? '', driverIds.length, me)),
    gates,
    proof: proof ?? proofOf(session),
    laps: columnsOf(laps, driverIds, gates),
    traces,
  }
}

/** Whoever drove alone and has no name, or the name this person goes by, is this person. */
const driverRef = (
  name: string,
  count: number,
  { person, personName }: ToShare['me'],
): SessionBody['drivers'][number] => {
  const isMe = name === '' ? count === 1 : folded(name) === folded(personName)
  return { name: name || (isMe ? personName : ''), person: isMe ? person : null }
}

const folded = (name: string): string => name.normalize('NFKC').trim().toLowerCase()

const proofOf = ({ origin }: Session): Proof => {
  if (origin.kind === 'rig') return { by: 'rig', game: origin.game }
  if (origin.kind === 'file') return { by: 'file', reader: origin.reader.name }
  return origin.kind === 'sample' ? { by: 'sample' } : { by: 'file', reader: '' }
}

/** The lines most laps were timed at. */
const gatesOf = (laps: readonly Lap[]): SessionBody['gates'] => {
  const counts = new Map<string, { readonly layout: string; readonly version: number; laps: number }>()
  for (const { timing } of laps) {
    if (timing.by !== 'gates') continue
    const key = `${timing.layoutId}/${timing.gateVersion}`
    const count = counts.get(key) ?? { layout: timing.layoutId, version: timing.gateVersion, laps: 0 }
    counts.set(key, count)
    count.laps++
  }
  const most = [...counts.values()].toSorted((a, b) => b.laps - a.laps || b.version - a.version)[0]
  return most ? { layout: most.layout, version: most.version } : null
}

const columnsOf = (
  laps: readonly Lap[],
  driverIds: readonly Lap['driverId'][],
  gates: SessionBody['gates'],
): SessionLaps => {
  /** Laps at other lines than the session names have times nobody could check: they are no better than a counter's. */
  const timingOf = ({ timing }: Lap): (typeof TIMING_CODES)[number] => {
    if (timing.by !== 'gates') return timing.by
    return gates?.layout === timing.layoutId && gates.version === timing.gateVersion ? 'gates' : 'counter'
  }
  const sectors = laps.map(lap => (sum(lap.sectorsMs) === lapTimeMs(lap) ? lap.sectorsMs : []))
  const ids = new Uint8Array(16 * laps.length)
  for (const [row, { id }] of laps.entries()) ids.set(hexToBytes(id), 16 * row)
  return {
    number: laps.map(lap => Math.max(0, lap.number)),
    driver: laps.map(lap => driverIds.indexOf(lap.driverId)),
    kind: laps.map(lap => LAP_KIND_CODES.indexOf(lap.kind)),
    timing: laps.map(lap => TIMING_CODES.indexOf(timingOf(lap))),
    start: laps.map(lap => lap.startMs),
    time: laps.map(lapTimeMs),
    sectors: sectors.some(parts => parts.length > 0) ? sectors : [],
    flaws: laps.flatMap((lap, row) =>
      lap.validity.valid ? [] : [[row, lap.validity.reason.slice(0, MAX_NOTE)] as const],
    ),
    surfaces: laps.flatMap((lap, row) => (lap.surface ? [[row, lap.surface] as const] : [])),
    ids,
  }
}

const sum = (parts: readonly number[]): number => asMillis(parts.reduce((total, part) => total + part, 0))

export const layoutToBody = (layout: Layout, track: Track | null, known: KnownThings): LayoutBody => ({
  track: track?.name ?? '',
  country: track?.country ?? null,
  known: track && knownIdOfTrack(known)(track),
  name: layout.name,
  lengthM: layout.lengthM,
  frame: layout.frame.kind === 'wgs84' ? 'wgs84' : 'metres',
  space: layout.frame.kind === 'wgs84' ? null : layout.frame.space,
  gates: layout.gateVersions
    .slice(-MAX_GATE_VERSIONS)
    .map(({ version, startFinish, finish, sectors }) => ({ version, startFinish, finish, sectors })),
})

const MAX_GATE_VERSIONS = 64

/** Why a session may not go there; null when it may. */
export const whyNotShared = (session: Session, use: 'devices' | 'crew' | 'league'): string | null => {
  if (isOfOthers(session)) return NOT_MINE
  if (session.privacy === 'device') return STAYS_HERE
  if (use !== 'devices') return null
  if (session.origin.kind === 'sample') return SAMPLE
  return session.origin.kind === 'shared' ? FROM_THERE : null
}

const NOT_MINE = 'These laps are somebody else’s, so they were not shared; ask whoever drove them.'
const STAYS_HERE =
  'This session is kept on this device only, so nothing of it was shared; choose another level for it first.'
const SAMPLE = 'Sample laps are made up, so they stay on this device; make them again on the other one.'
const FROM_THERE = 'This session came from another device of yours, so your devices have it already.'
