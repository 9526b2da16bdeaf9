/**
 * Sessions and laps as screens show them: names instead of ids, damaged rows left out and reported.
 *
 * Cost: a list reads the sessions it lists and every track, layout, car and driver, never a lap (unless a stored
 * summary is damaged, then the laps of that session). `newest` reads only so many sessions.
 */
import Dexie, { type Collection, type Table } from 'dexie'
import type { CarId, DriverId, LapId, LayoutId, SessionId, Sha256, TrackId } from '#shared/id'
import {
  type Car,
  type Driver,
  isOfOthers,
  type Lap,
  type Session,
  sessionStart,
  type World,
  worldOf,
} from '#shared/lap'
import { gateVersionInForce, type Layout, type Track } from '#shared/track'
import type { EpochMillis, Millis } from '#shared/units'
import type { Connection, TableName } from './connection.ts'
import { type DamageLog, readGoodRows, readRowsByKey } from './damage.ts'
import type { SessionRecord } from './derived/derive.ts'
import { summaryOf } from './derived/summary.ts'
import { fail, type Outcome, Refusal } from './failures.ts'
import {
  isCarRow,
  isDriverRow,
  isLapRow,
  isLayoutRow,
  isSessionRecord,
  isSummary,
  isTrackRow,
} from './guards.ts'
import { type Imported, importedOf } from './imported.ts'
import { createReferences } from './references.ts'
import type { LapRow, SessionRow } from './rows.ts'

export interface SessionFilter {
  readonly trackId?: TrackId
  readonly layoutId?: LayoutId
  readonly carId?: CarId
  readonly driverId?: DriverId
  /** Started at or after. */
  readonly from?: EpochMillis
  /** Started before. */
  readonly to?: EpochMillis
  /** With laps that other people shared; without it, only what I drove. */
  readonly others?: boolean
  /** Only what was deleted, to be restored; without it, only what was not. */
  readonly deleted?: boolean
  /** Only among so many, those that began last; not together with another condition but `deleted`. */
  readonly newest?: number
}

/** One line of the library. Null names are unknown, or their record is damaged. */
export interface SessionListing {
  readonly session: Session
  readonly track: string | null
  readonly layout: string | null
  readonly car: string | null
  /** What else is known of the car. */
  readonly carRecord: Car | null
  /** Those that have a name, which `drivers` tells in the same order. */
  readonly driverIds: readonly DriverId[]
  readonly drivers: readonly string[]
  /** Real or simulated, as somebody said or the place tells. */
  readonly world: World | null
  readonly lapCount: number
  readonly rankedCount: number
  readonly best: { readonly lapId: LapId; readonly timeMs: Millis } | null
}

export interface SessionDetail {
  readonly session: Session
  readonly track: Track | null
  readonly layout: Layout | null
  readonly car: Car | null
  readonly drivers: readonly Driver[]
  /** In the order they were driven. */
  readonly laps: readonly Lap[]
  /** How it was read, when it came from a file. */
  readonly imported: Imported | null
}

export interface BestsFilter {
  readonly layoutId: LayoutId
  readonly carId?: CarId
  readonly driverId?: DriverId
  readonly limit: number
}

export interface SessionReader {
  /** Newest first. */
  list(filter?: SessionFilter): Promise<Outcome<readonly SessionListing[]>>
  detail(id: SessionId): Promise<Outcome<SessionDetail>>
  /** Fastest first: laps that count, of sessions that are not deleted. */
  bests(filter: BestsFilter): Promise<Outcome<readonly Lap[]>>
  /** Sessions imported from exactly this file, or continued in it. */
  fromOriginal(sha256: Sha256): Promise<Outcome<readonly SessionListing[]>>
  /** Sessions that were read by an older reader than there is now; tells the readers by name. */
  outdated(versions: ReadonlyMap<string, number>): Promise<Outcome<readonly SessionId[]>>
  /** Sessions with laps timed at lines that were moved since, of one layout or of all. */
  timedAtOldLines(layoutId?: LayoutId): Promise<Outcome<readonly SessionId[]>>
}

const PEOPLE_AND_PLACES: readonly TableName[] = ['tracks', 'layouts', 'cars', 'drivers']
const READ_TABLES: readonly TableName[] = ['sessions', 'laps', ...PEOPLE_AND_PLACES]

export const createSessionReader = (connection: Connection, damage: DamageLog): SessionReader => {
  const { sessions, laps, tracks, layouts, cars, drivers } = connection.tables
  const references = createReferences(connection)

  const lapsOf = async (id: SessionId): Promise<LapRow[]> => {
    const rows = await readGoodRows(laps.where({ sessionId: id }), laps, isLapRow, damage)
    return rows.sort((a, b) => a.startMs - b.startMs || a.number - b.number)
  }

  const withSummaries = async (rows: readonly SessionRecord[]): Promise<SessionRow[]> => {
    const whole: SessionRow[] = []
    for (const row of rows) {
      const isWhole = 'summary' in row && isSummary(row.summary)
      whole.push(isWhole ? (row as SessionRow) : { ...row, summary: summaryOf(await lapsOf(row.id)) })
    }
    return whole
  }

  const readSessions = async (query: Collection<SessionRow, SessionId>): Promise<SessionRow[]> =>
    withSummaries(await readGoodRows(query, sessions, isSessionRecord, damage))

  const byId = async <Row extends { readonly id: string }>(
    table: Table<Row, Row['id']>,
    isGood: (row: unknown) => row is Row,
  ): Promise<ReadonlyMap<Row['id'], Row>> =>
    new Map((await readGoodRows(table, table, isGood, damage)).map(row => [row.id, row]))

  /** Everything is asked for at once: the browser answers in one go instead of turn by turn. */
  const listingsOf = async (
    reading: Promise<readonly SessionRow[]>,
    isWanted: (row: SessionRow) => boolean,
  ): Promise<SessionListing[]> => {
    const [rows, trackById, layoutById, carById, driverById] = await Promise.all([
      reading,
      byId(tracks, isTrackRow),
      byId(layouts, isLayoutRow),
      byId(cars, isCarRow),
      byId(drivers, isDriverRow),
    ])
    return newestFirst(rows.filter(isWanted)).map(({ summary, ...session }) => {
      const layout = (session.layoutId && layoutById.get(session.layoutId)) || null
      const car = (session.carId && carById.get(session.carId)) || null
      const { lapCount, rankedCount, bestLapId, bestLapMs } = summary
      const named = present(summary.driverIds.map(id => driverById.get(id) ?? null)).filter(
        ({ name }) => name,
      )
      return {
        session,
        track: (session.trackId && trackById.get(session.trackId)?.name) || null,
        layout: layout?.name || null,
        car: car?.name || null,
        carRecord: car,
        driverIds: named.map(driver => driver.id),
        drivers: named.map(driver => driver.name),
        world: worldOf(session, layout),
        lapCount,
        rankedCount,
        best: bestLapId !== null && bestLapMs !== null ? { lapId: bestLapId, timeMs: bestLapMs } : null,
      }
    })
  }

  const queryOf = ({
    trackId,
    layoutId,
    carId,
    from,
    to,
    deleted = false,
    newest,
    others = false,
  }: SessionFilter): Collection<SessionRow, SessionId> => {
    const since = from ?? Dexie.minKey
    const until = to ?? Dexie.maxKey
    const within = (index: string, id: string) =>
      sessions.where(index).between([id, since], [id, until], true, false)
    if (newest !== undefined) {
      const all = sessions.orderBy('startedAt').reverse()
      return (others ? all : all.filter(row => row.origin?.kind !== 'shared' || row.origin.own)).limit(newest)
    }
    if (layoutId) return within('[layoutId+startedAt]', layoutId)
    if (trackId) return within('[trackId+startedAt]', trackId)
    if (carId) return within('[carId+startedAt]', carId)
    if (from !== undefined || to !== undefined) return sessions.where('startedAt').between(since, until)
    // The index holds only what was deleted: the few, among thousands.
    if (deleted) return sessions.where('deletedAt').above(Dexie.minKey)
    return sessions.toCollection()
  }

  return {
    list: (filter = {}) =>
      connection.run('r', READ_TABLES, () =>
        listingsOf(readSessions(queryOf(filter)), row => isWanted(row, filter)),
      ),

    detail: id =>
      connection.run('r', READ_TABLES, async () => {
        const [row] = await readSessions(sessions.where({ id }))
        if (!row) throw new Refusal(fail('missing'))
        const { summary: _, imported: __, ...session } = row
        const lapRows = await lapsOf(id)
        const { trackId, layoutId, carId } = session
        const driverIds = lapRows.map(lap => lap.driverId)
        const driverById = await readRowsByKey(drivers, driverIds, isDriverRow, damage)
        return {
          session,
          track: only(await readRowsByKey(tracks, present([trackId]), isTrackRow, damage)),
          layout: only(await readRowsByKey(layouts, present([layoutId]), isLayoutRow, damage)),
          car: only(await readRowsByKey(cars, present([carId]), isCarRow, damage)),
          drivers: [...driverById.values()],
          laps: lapRows,
          imported: importedOf(row),
        }
      }),

    bests: ({ layoutId, carId, driverId, limit }) =>
      connection.run('r', ['laps'], async () => {
        const [index, key] = driverId
          ? ['[driverId+layoutId+rankMs]', [driverId, layoutId]]
          : carId
            ? ['[layoutId+carId+rankMs]', [layoutId, carId]]
            : ['[layoutId+rankMs]', [layoutId]]
        const ranked = laps.where(index).between([...key, Dexie.minKey], [...key, Dexie.maxKey])
        const ofCar = driverId && carId ? ranked.filter(lap => lap.carId === carId) : ranked
        return readGoodRows(ofCar.limit(limit), laps, isLapRow, damage)
      }),

    fromOriginal: sha256 =>
      connection.run('r', READ_TABLES, async () => {
        const first = await readSessions(sessions.where({ 'origin.original.sha256': sha256 }))
        const beside = sessions.where('id').anyOf(await references.sessionsKeeping(sha256))
        const rows = [...first, ...(await readSessions(beside))]
        return listingsOf(Promise.resolve(rows), row => row.deletedAt === null)
      }),

    outdated: versions =>
      connection.run('r', ['sessions'], async () => {
        const rows = await readGoodRows(sessions, sessions, isSessionRecord, damage)
        const isOutdated = ({ deletedAt, origin, ...row }: Omit<SessionRow, 'summary'>): boolean => {
          if (deletedAt !== null || origin.kind !== 'file') return false
          const before = Math.max(origin.reader.version, importedOf(row)?.triedVersion ?? 0)
          return (versions.get(origin.reader.name) ?? 0) > before
        }
        return rows.filter(isOutdated).map(row => row.id)
      }),

    timedAtOldLines: layoutId =>
      connection.run('r', ['sessions', 'laps', 'layouts'], async () => {
        const wanted = layoutId ? layouts.where({ id: layoutId }) : layouts
        const stale: SessionId[] = []
        for (const layout of await readGoodRows(wanted, layouts, isLayoutRow, damage)) {
          if (layout.gateVersions.length < 2) continue
          const { version } = gateVersionInForce(layout)
          const query = queryOf({ layoutId: layout.id })
          for (const row of await readGoodRows(query, sessions, isSessionRecord, damage)) {
            if (row.deletedAt !== null || row.origin.kind === 'shared') continue
            const isOld = ({ timing }: LapRow): boolean =>
              timing.by === 'gates' && timing.layoutId === layout.id && timing.gateVersion < version
            if ((await lapsOf(row.id)).some(isOld)) stale.push(row.id)
          }
        }
        return stale
      }),
  }
}

const isWanted = (row: SessionRow, filter: SessionFilter): boolean => {
  const { trackId, layoutId, carId, driverId, deleted = false, others = false } = filter
  return (
    (row.deletedAt !== null) === deleted &&
    (others || !isOfOthers(row)) &&
    (trackId === undefined || row.trackId === trackId) &&
    (layoutId === undefined || row.layoutId === layoutId) &&
    (carId === undefined || row.carId === carId) &&
    (driverId === undefined || row.summary.driverIds.includes(driverId))
  )
}

const newestFirst = (rows: readonly SessionRow[]): SessionRow[] =>
  rows.toSorted((a, b) => sessionStart(b) - sessionStart(a))

const present = <T>(values: readonly (T | null)[]): T[] => values.filter(value => value !== null)

const only = <Row>(rows: ReadonlyMap<unknown, Row>): Row | null => [...rows.values()][0] ?? null
