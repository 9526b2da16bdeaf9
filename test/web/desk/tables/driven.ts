/**
 * Laps of a simulated session as the desk has them: cut at the circuit's lines, laid along the fastest, with what
 * every lap did in every part. Two drivers: the second's laps are those of another session on the same circuit.
 */
import {
  alignLap,
  cornersAlong,
  createReference,
  findCorners,
  type LapToCompare,
  type Part,
  type PartRow,
  partRows,
  partsOf,
  type Reference,
} from '#shared/compare'
import type { CarId, DriverId, LapId, LayoutId, SessionId, TrackId } from '#shared/id'
import { bestLap, type Driver, type Lap, lapsFromGates, type Session, withFlaggedLaps } from '#shared/lap'
import { simulateSession } from '#shared/sim'
import type { Trace } from '#shared/trace'
import type { Layout } from '#shared/track'
import { asEpochMillis } from '#shared/units'
import type { DeskLap } from '../../../../web/desk/model.ts'

/** 128 bits of one repeated byte: unlike others, and known beforehand. */
export const idOf = <K extends string>(n: number): K => n.toString(16).padStart(2, '0').repeat(16) as K

export const LAYOUT_ID = idOf<LayoutId>(200)
const TRACK_ID = idOf<TrackId>(201)
const CAR_ID = idOf<CarId>(202)
const PRIVACY = 'device' as const

export interface Driven {
  readonly session: Session
  readonly driver: Driver
  readonly layout: Layout
  readonly trackName: string
  readonly carName: string
  readonly laps: readonly Lap[]
  readonly trace: Trace
}

export const driveSession = (seed: number, laps: number, driverName = 'Kim'): Driven => {
  const { trace, circuit, car } = simulateSession({ seed, circuit: 'valdoro', laps, rateHz: 20 })
  const layout: Layout = {
    id: LAYOUT_ID,
    trackId: TRACK_ID,
    name: 'Full circuit',
    lengthM: circuit.lengthM,
    frame: circuit.frame,
    gateVersions: [circuit.gates],
    privacy: PRIVACY,
  }
  const measured = withFlaggedLaps(
    lapsFromGates({ trace, frame: circuit.frame, gates: circuit.gates, layoutId: LAYOUT_ID }),
    trace,
    'all wheels left the track',
  )
  const sessionId = idOf<SessionId>(100 + (seed % 50))
  const driver: Driver = { id: idOf<DriverId>(seed % 50), name: driverName, privacy: PRIVACY }
  return {
    session: {
      id: sessionId,
      startedAt: asEpochMillis(Date.UTC(2025, 9, 12, 14, 30)),
      utcOffsetMin: 120,
      trackId: TRACK_ID,
      layoutId: LAYOUT_ID,
      carId: CAR_ID,
      origin: { kind: 'sample', seed },
      betweenTrace: null,
      notes: '',
      privacy: PRIVACY,
    },
    driver,
    layout,
    trackName: circuit.name,
    carName: car.name,
    trace,
    laps: measured.map((lap, i) => ({
      ...lap,
      id: `${(seed % 200).toString(16).padStart(2, '0')}${i.toString(16).padStart(2, '0')}`.repeat(
        8,
      ) as LapId,
      sessionId,
      driverId: driver.id,
      trace: { sha256: idOf(9), size: 1 },
      privacy: PRIVACY,
    })),
  }
}

export interface DrivenDesk {
  readonly laps: readonly DeskLap[]
  readonly reference: Reference
  readonly parts: readonly Part[]
  readonly rowsByLap: readonly { readonly lap: DeskLap; readonly rows: readonly PartRow[] }[]
}

/** The timed laps of some sessions, the fastest of all as the reference. */
export const layDesk = (sessions: readonly Driven[], most = 8): DrivenDesk => {
  const all = sessions.flatMap(session => session.laps.map(lap => ({ session, lap })))
  const fastest = bestLap(all.map(({ lap }) => lap))!
  const timed = all.filter(({ lap }) => lap.kind === 'timed')
  const chosen = [
    ...timed.filter(({ lap }) => lap === fastest),
    ...timed.filter(({ lap }) => lap !== fastest),
  ].slice(0, most)
  const inputOf = ({ session, lap }: (typeof all)[number]): LapToCompare => ({
    lap,
    trace: session.trace,
    frame: session.layout.frame,
  })
  const referenceLap = inputOf(chosen[0]!)
  const reference = createReference(referenceLap)
  const parts = partsOf(reference.lengthM, cornersAlong(reference, findCorners(reference)))
  const laps = chosen.map(
    ({ session, lap }, i): DeskLap => ({
      id: lap.id,
      lap,
      session: session.session,
      track: null,
      layout: session.layout,
      car: { id: CAR_ID, name: session.carName, privacy: PRIVACY },
      driver: session.driver,
      name: sessions.length > 1 ? `${session.driver.name} L${lap.number}` : `L${lap.number}`,
      colour: i === 0 ? '--reference' : `--lap-${i}`,
      isReference: i === 0,
      isHidden: false,
    }),
  )
  const rowsByLap = chosen.flatMap((one, i) => {
    const lap = laps[i]!
    if (i === 0) return [{ lap, rows: partRows(reference, referenceLap, parts) }]
    const input = inputOf(one)
    const aligned = alignLap(reference, referenceLap, input)
    return aligned.by === 'nothing'
      ? []
      : [{ lap, rows: partRows(reference, referenceLap, parts, aligned, input) }]
  })
  return { laps, reference, parts, rowsByLap }
}
