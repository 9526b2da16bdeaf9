/**
 * Looks at every record once and finds what does not fit together. Changes nothing.
 *
 * Inside the caller's transaction, which includes every table. A record that is damaged is still there: what refers to
 * it is not missing anything, it only cannot be shown.
 */
import type { StoreId } from '#shared/blob'
import type { CarId, DriverId, LayoutId, SessionId, Sha256, TrackId } from '#shared/id'
import { countBlobs } from '../archive/whole-blobs.ts'
import type { Connection, TableName } from '../connection.ts'
import type { DamagedRow, DamageLog } from '../damage.ts'
import { readGoodRows } from '../damage.ts'
import { type DerivedRows, deriveSession, type SessionRecord } from '../derived/derive.ts'
import {
  isBestsRow,
  isCarRow,
  isDeedRow,
  isLapRow,
  isLayoutRow,
  isSessionRecord,
  isSetupRow,
} from '../guards.ts'
import { isBlobNameRow, isPartialRow, isShareRow } from '../league/guards.ts'
import { refsOf } from '../record.ts'
import type { BestsRow, BlobRow, LapRow } from '../rows.ts'
import { checkedTables } from './check-rows.ts'
import type { StandInTable } from './model.ts'
import { sameValue } from './same-value.ts'

export interface LookedOver {
  readonly rows: number
  readonly damaged: readonly DamagedRow[]
  readonly wrongDerived: readonly SessionId[]
  /** Laps by the session that is gone. */
  readonly homeless: ReadonlyMap<SessionId, readonly LapRow[]>
  readonly emptied: readonly SessionId[]
  readonly missing: Readonly<Record<StandInTable, ReadonlySet<string>>>
  readonly missingBytes: readonly Sha256[]
  readonly unneeded: readonly BlobRow[]
  readonly stray: readonly StoreId[]
  readonly whole: readonly BlobRow[]
}

/** What a transaction that looks over the library includes. */
export const ALL_TABLES: readonly TableName[] = [
  'sessions',
  'laps',
  'tracks',
  'layouts',
  'cars',
  'drivers',
  'setups',
  'deeds',
  'bests',
  'blobs',
  'chunks',
  'staging',
  'settings',
  'meta',
  'identity',
  'leagues',
  'entries',
  'feeds',
  'partials',
  'documents',
  'boards',
  'shares',
  'blobNames',
  'taken',
  'seen',
]

export const lookOver = async (connection: Connection, damage: DamageLog): Promise<LookedOver> => {
  const { tables } = connection
  const damaged: DamagedRow[] = []
  const log: DamageLog = {
    ...damage,
    report(table, key) {
      damaged.push({ table, key: Array.isArray(key) ? key.join('/') : String(key) })
      damage.report(table, key)
    },
  }
  let rows = 0
  for (const [name, isGood] of checkedTables) {
    const table = tables[name] as unknown as Parameters<typeof readGoodRows<unknown, string>>[1]
    const good = await readGoodRows(table, table, (row): row is unknown => isGood(row), log)
    rows += good.length
  }
  const quiet: DamageLog = { ...damage, report: () => {} }
  const sessions: SessionRecord[] = await readGoodRows(
    tables.sessions,
    tables.sessions,
    isSessionRecord as never,
    quiet,
  )
  const laps = await readGoodRows(tables.laps, tables.laps, isLapRow, quiet)
  const lapsById = Map.groupBy(laps, lap => lap.sessionId)
  const layouts = await readGoodRows(tables.layouts, tables.layouts, isLayoutRow, quiet)
  const cars = await readGoodRows(tables.cars, tables.cars, isCarRow, quiet)
  const setups = await readGoodRows(tables.setups, tables.setups, isSetupRow, quiet)
  const deeds = await readGoodRows(tables.deeds, tables.deeds, isDeedRow, quiet)
  const bests = new Map(
    (await readGoodRows(tables.bests, tables.bests, isBestsRow, quiet)).map(row => [row.sessionId, row]),
  )

  const sessionKeys = new Set(await tables.sessions.toCollection().primaryKeys())
  const homeless = new Map([...lapsById].filter(([id]) => !sessionKeys.has(id)))
  const layoutById = new Map(layouts.map(layout => [layout.id, layout]))
  const wrongDerived = sessions
    .filter(session => {
      const layout = layoutById.get(session.layoutId!) ?? null
      const kept = lapsById.get(session.id) ?? []
      return !isDerivedRight(deriveSession(session, kept, layout), session, kept, bests.get(session.id))
    })
    .map(({ id }) => id)
  for (const id of bests.keys()) if (!sessionKeys.has(id)) wrongDerived.push(id)
  const damagedLaps = damaged.some(({ table }) => table === 'laps')
  const emptied = sessions
    .filter(session => !lapsById.has(session.id) && !damagedLaps && promisedLaps(session) > 0)
    .map(({ id }) => id)

  const missing = await missingRecords(connection, [
    ...sessions.flatMap(({ trackId, layoutId, carId }) => [
      ['tracks', trackId] as const,
      ['layouts', layoutId] as const,
      ['cars', carId] as const,
    ]),
    ...laps.map(lap => ['drivers', lap.driverId] as const),
    ...layouts.map(layout => ['tracks', layout.trackId] as const),
    ...setups.flatMap(({ carId, trackId }) => [['cars', carId] as const, ['tracks', trackId] as const]),
  ])

  const census = await countBlobs(connection)
  const needed = new Set<Sha256>()
  for (const session of sessions) {
    for (const { sha256 } of refsOf(session, lapsById.get(session.id) ?? [])) needed.add(sha256)
  }
  for (const lap of laps) if (lap.trace) needed.add(lap.trace.sha256)
  for (const { picture } of cars) if (picture) needed.add(picture.sha256)
  const partials = await readGoodRows(tables.partials, tables.partials, isPartialRow, quiet)
  const shares = await readGoodRows(tables.shares, tables.shares, isShareRow, quiet)
  const blobNames = await readGoodRows(tables.blobNames, tables.blobNames, isBlobNameRow, quiet)
  const mayNeed = new Set([
    ...namesIn(deeds),
    ...shares.flatMap(({ said }) => said?.made ?? []),
    ...blobNames.map(({ sha256 }) => sha256),
    ...(await tables.entries.orderBy('names').uniqueKeys()).map(String),
  ])
  // What a damaged record needs, nobody can say: then nothing is unneeded.
  const isSure = !damaged.some(({ table }) =>
    ['sessions', 'laps', 'cars', 'deeds', 'shares', 'blobNames', 'entries'].includes(table),
  )
  const stores = new Set<StoreId>([...census.rows.values(), ...partials].map(({ store }) => store))
  const staging = new Set(await tables.staging.toCollection().primaryKeys())
  const allNamed = !damaged.some(({ table }) => ['blobs', 'staging', 'partials'].includes(table))
  return {
    rows,
    damaged,
    wrongDerived: [...new Set(wrongDerived)],
    homeless,
    emptied,
    missing,
    missingBytes: [...needed].filter(sha256 => !census.whole.has(sha256)),
    unneeded: isSure
      ? [...census.rows.values()].filter(({ sha256 }) => !needed.has(sha256) && !mayNeed.has(sha256))
      : [],
    stray: allNamed
      ? [...census.chunkCounts.keys()].filter(store => !stores.has(store) && !staging.has(store))
      : [],
    whole: [...census.rows.values()].filter(({ sha256 }) => census.whole.has(sha256)),
  }
}

const promisedLaps = (session: SessionRecord): number => {
  const summary = (session as { readonly summary?: { readonly lapCount?: unknown } }).summary
  return Number(summary?.lapCount ?? 0)
}

const isDerivedRight = (
  derived: DerivedRows,
  session: SessionRecord,
  laps: readonly LapRow[],
  bests: BestsRow | undefined,
): boolean => {
  const { summary } = session as { readonly summary?: unknown }
  return (
    sameValue(derived.session.summary, summary) &&
    sameValue(derived.bests, bests ?? null) &&
    derived.laps.every((lap, i) => isSameCopy(lap, laps[i]!))
  )
}

const isSameCopy = (a: LapRow, b: LapRow): boolean =>
  a.layoutId === b.layoutId && a.carId === b.carId && a.deletedAt === b.deletedAt && a.rankMs === b.rankMs

const missingRecords = async (
  { tables }: Connection,
  refs: readonly (readonly [StandInTable, TrackId | LayoutId | CarId | DriverId | null])[],
): Promise<Record<StandInTable, Set<string>>> => {
  const missing: Record<StandInTable, Set<string>> = {
    tracks: new Set(),
    layouts: new Set(),
    cars: new Set(),
    drivers: new Set(),
  }
  for (const [table, id] of refs) if (id !== null) missing[table].add(id)
  for (const [table, ids] of Object.entries(missing)) {
    const present: string[] = await tables[table as StandInTable].toCollection().primaryKeys()
    for (const id of present) ids.delete(id)
  }
  return missing
}

const HASH = /[0-9a-f]{64}/g

/** Every name of bytes in what deeds would put back. */
const namesIn = (deeds: readonly unknown[]): Set<string> => {
  const names = new Set<string>()
  for (const deed of deeds) for (const [name] of JSON.stringify(deed).matchAll(HASH)) names.add(name!)
  return names
}
