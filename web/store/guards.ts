/**
 * What a row of each table must look like, checked whenever one is read.
 *
 * A row may be damaged by the disk, a browser bug or a person with developer tools. One that does not fit is
 * left where it is, reported and not shown, and everything else still loads.
 */
import { BLOB_KINDS } from '#shared/blob'
import { isId, isSha256 } from '#shared/id'
import { DRIVETRAINS, MAX_SETUP_TEXT, PRIVACY_LEVELS, type SimFacts, SURFACES, WORLDS } from '#shared/lap'
import {
  type BestsRow,
  type BlobRow,
  type CarRow,
  type ChunkRow,
  DEED_KINDS,
  type DeedRow,
  type DriverRow,
  type LapRow,
  type LayoutRow,
  type NamedRow,
  RECORD_ORIGINS,
  type SessionRow,
  type SessionSummary,
  type SetupRow,
  type StagingRow,
  type TrackRow,
} from './rows.ts'
import {
  type Check,
  either,
  isCount,
  isFiniteNumber,
  isFlag,
  isHex64,
  isText,
  isWhole,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  shaped,
} from './shapes.ts'

const stored = { deletedAt: orNull(isWhole), updatedAt: isWhole, privacy: oneOf(PRIVACY_LEVELS) }
const originated = { origin: oneOf(RECORD_ORIGINS) }
const isBlobRef = shaped({ sha256: isSha256, size: isCount })
const isPoint = shaped({ x: isFiniteNumber, y: isFiniteNumber })
const isGate = shaped({ left: isPoint, right: isPoint })

const isSessionOrigin = either(
  shaped({ kind: oneOf(['sample']), seed: isFiniteNumber }),
  shaped({ kind: oneOf(['recovered']) }),
  shaped({ kind: oneOf(['shared']), league: isHex64, person: isHex64, device: isHex64, own: isFlag }),
  shaped({ kind: oneOf(['rig']), bridgeId: isText, game: isText, sessionKind: isText, recording: isId }),
  shaped({
    kind: oneOf(['file']),
    fileName: isText,
    original: isBlobRef,
    reader: shaped({ name: isText, version: isFiniteNumber }),
  }),
)

const isSummaryShape = shaped({
  lapCount: isCount,
  rankedCount: isCount,
  bestLapId: orNull(isId),
  bestLapMs: orNull(isWhole),
  driverIds: listOf(isId),
})

const isConditions = shaped({
  surface: orAbsent(oneOf(SURFACES)),
  weather: orAbsent(isText),
  airC: orAbsent(isFiniteNumber),
  trackC: orAbsent(isFiniteNumber),
})

const isSpan = shaped({ fromMs: isWhole, toMs: isWhole })

const isSessionShape = shaped({
  ...stored,
  id: isId,
  startedAt: isWhole,
  utcOffsetMin: orNull(isWhole),
  trackId: orNull(isId),
  layoutId: orNull(isId),
  carId: orNull(isId),
  origin: isSessionOrigin,
  betweenTrace: orNull(isBlobRef),
  notes: isText,
  name: orAbsent(isText),
  tags: orAbsent(listOf(isText)),
  conditions: orAbsent(isConditions),
  world: orAbsent(oneOf(WORLDS)),
  setupId: orAbsent(isId),
  spans: orAbsent(listOf(isSpan)),
})

const isValidity = either(shaped({ valid: oneOf([true]) }), shaped({ valid: oneOf([false]), reason: isText }))

const isTiming = either(
  shaped({ by: oneOf(['marks', 'counter']) }),
  shaped({ by: oneOf(['gates']), layoutId: isId, gateVersion: isCount }),
)

const isPerWheel: Check = value => listOf(isFiniteNumber)(value) && (value as unknown[]).length === 4
const isNamedNumbers: Check = value =>
  shaped({})(value) && Object.values(value as object).every(isFiniteNumber)
const orNone = (names: readonly (keyof SimFacts)[], check: Check): Readonly<Record<string, Check>> =>
  Object.fromEntries(names.map(name => [name, orAbsent(check)]))

const isSimFacts = shaped({
  game: isText,
  sessionKind: isText,
  ...orNone(['compound', 'grip', 'rain', 'settingsHash'], isText),
  ...orNone(['tyreTempC', 'tyrePressureBar', 'brakeTempC'], isPerWheel),
  ...orNone(['settings', 'assists'], isNamedNumbers),
  ...orNone(['fuelStartL', 'fuelEndL', 'fuelUsedL', 'tyreSet', 'airC', 'trackC'], isFiniteNumber),
  ...orNone(['windMps', 'windDeg', 'clockS', 'position', 'ownMs', 'gapMs', 'rateHz'], isFiniteNumber),
})

const isLapShape = shaped({
  ...stored,
  id: isId,
  sessionId: isId,
  driverId: isId,
  number: isWhole,
  kind: oneOf(['timed', 'out', 'in', 'partial']),
  startMs: isWhole,
  endMs: isWhole,
  sectorsMs: listOf(isWhole),
  validity: isValidity,
  timing: isTiming,
  trace: orNull(isBlobRef),
  layoutId: orNull(isId),
  carId: orNull(isId),
  rankMs: orAbsent(isWhole),
  overruled: orAbsent(isValidity),
  surface: orAbsent(oneOf(SURFACES)),
  notes: orAbsent(isText),
  sim: orAbsent(isSimFacts),
})

const isFrame = either(shaped({ kind: oneOf(['wgs84']) }), shaped({ kind: oneOf(['flat']), space: isText }))

const isGateVersion = shaped({
  version: isCount,
  startFinish: isGate,
  finish: orNull(isGate),
  sectors: listOf(isGate),
  createdAt: isWhole,
  origin: isText,
})

const isCorner = shaped({
  name: isText,
  turn: oneOf(['left', 'right']),
  entry: isPoint,
  apex: isPoint,
  exit: isPoint,
})

const named = { name: isText, aliases: orAbsent(listOf(isText)) }
const knownAs = { known: orAbsent(orNull(isText)), notes: orAbsent(isText) }

const isTrackShape = shaped({
  ...stored,
  ...originated,
  ...named,
  ...knownAs,
  id: isId,
  country: orNull(isText),
})

const isLayoutShape = shaped({
  ...stored,
  id: isId,
  trackId: isId,
  name: isText,
  lengthM: orNull(isFiniteNumber),
  frame: isFrame,
  gateVersions: value => listOf(isGateVersion)(value) && (value as unknown[]).length > 0,
  corners: orAbsent(listOf(isCorner)),
  origin: orAbsent(oneOf(['shared'])),
})

const isDriverShape = shaped({ ...stored, ...originated, ...named, id: isId })

const isCarFacts = shaped({
  make: orAbsent(isText),
  model: orAbsent(isText),
  year: orAbsent(isWhole),
  className: orAbsent(isText),
  powerW: orAbsent(isFiniteNumber),
  weightKg: orAbsent(isFiniteNumber),
  drivetrain: orAbsent(oneOf(DRIVETRAINS)),
  engine: orAbsent(isText),
  tyres: orAbsent(isText),
})

const isCarShape = shaped({
  ...stored,
  ...originated,
  ...named,
  ...knownAs,
  id: isId,
  facts: orAbsent(isCarFacts),
  picture: orAbsent(isBlobRef),
})

const isSetupShape = shaped({
  ...stored,
  id: isId,
  carId: isId,
  trackId: orNull(isId),
  name: isText,
  fileName: isText,
  text: value => typeof value === 'string' && value.length <= MAX_SETUP_TEXT,
  notes: isText,
  createdAt: isWhole,
})

const DEED_TABLES = ['sessions', 'laps', 'tracks', 'layouts', 'cars', 'drivers', 'setups']

const isDeedShape = shaped({
  id: isId,
  at: isWhole,
  kind: oneOf(DEED_KINDS),
  about: isText,
  count: isCount,
  before: listOf(
    shaped({
      table: oneOf(DEED_TABLES),
      key: isId,
      row: value => value !== undefined,
      left: orNull(isWhole),
    }),
  ),
})

const isBlobShape = shaped({
  sha256: isSha256,
  size: isCount,
  store: isId,
  chunkCount: isCount,
  chunkRoot: isSha256,
  kind: oneOf(BLOB_KINDS),
  own: isFlag,
  createdAt: isWhole,
  cameFrom: orAbsent(listOf(isHex64)),
})

const isLapTime = shaped({ lapId: isId, timeMs: isWhole })

const isBestsGroup = shaped({
  driverId: isId,
  surface: orNull(oneOf(SURFACES)),
  lapCount: isCount,
  wholeCount: isCount,
  rankedCount: isCount,
  best: orNull(isLapTime),
  sectors: orNull(shaped({ lines: isText, lapCount: isCount, bestMs: isWhole, parts: listOf(isLapTime) })),
  pace: orNull(shaped({ medianMs: isWhole, spreadMs: orNull(isWhole), lapCount: isCount })),
})

const isBestsShape = shaped({
  sessionId: isId,
  startedAt: isWhole,
  trackId: orNull(isId),
  layoutId: orNull(isId),
  carId: orNull(isId),
  world: orNull(oneOf(WORLDS)),
  groups: listOf(isBestsGroup),
})

/** A session whose summary may be damaged: it can be computed again from the laps. */
export const isSessionRecord = (row: unknown): row is Omit<SessionRow, 'summary'> => isSessionShape(row)
export const isSummary = (value: unknown): value is SessionSummary => isSummaryShape(value)
export const isSessionRow = (row: unknown): row is SessionRow =>
  isSessionRecord(row) && 'summary' in row && isSummary(row.summary)
export const isLapRow = (row: unknown): row is LapRow => isLapShape(row)
export const isTrackRow = (row: unknown): row is TrackRow => isTrackShape(row)
export const isLayoutRow = (row: unknown): row is LayoutRow => isLayoutShape(row)
export const isCarRow = (row: unknown): row is CarRow => isCarShape(row)
export const isDriverRow = (row: unknown): row is DriverRow => isDriverShape(row)
export const isSetupRow = (row: unknown): row is SetupRow => isSetupShape(row)
export const isBestsRow = (row: unknown): row is BestsRow => isBestsShape(row)
export const isDeedRow = (row: unknown): row is DeedRow => isDeedShape(row)
export const isBlobRow = (row: unknown): row is BlobRow => isBlobShape(row)
export const isNamedRow = (row: unknown): row is NamedRow => shaped({ key: isText })(row)
export const isStagingRow = (row: unknown): row is StagingRow =>
  shaped({ store: isId, touchedAt: isWhole })(row)
export const isChunkRow = (row: unknown): row is ChunkRow =>
  shaped({ store: isId, index: isCount, bytes: value => value instanceof Uint8Array })(row)
