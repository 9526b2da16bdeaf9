/** What a row of each of the leagues' tables must look like, checked whenever one is read. */
import { isId, isSha256 } from '#shared/id'
import { LEAGUE_USES } from '#shared/logbook'
import {
  type Check,
  either,
  isBytes,
  isCount,
  isFlag,
  isHex64,
  isText,
  isWhole,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  shaped,
} from '../shapes.ts'
import type {
  BlobNameRow,
  BoardsRow,
  DocumentRow,
  EntryRun,
  FeedRow,
  IdentityRow,
  LeagueRow,
  PartialRow,
  SeenRow,
  ShareRow,
  TakenRow,
} from './rows.ts'

const isKey: Check = value => value instanceof CryptoKey

const isIdentityShape = shaped({
  key: oneOf(['me']),
  person: isHex64,
  personName: isText,
  device: isHex64,
  deviceName: isText,
  certificate: isBytes,
  wrapping: isKey,
  personSeed: orNull(isBytes),
  deviceKey: either(isKey, isBytes),
  backedUpAt: orNull(isWhole),
  createdAt: isWhole,
})

const isLeagueShape = shaped({
  id: isHex64,
  use: oneOf(LEAGUE_USES),
  name: isText,
  addresses: listOf(isText),
  invites: listOf(shaped({ key: isHex64, secret: isBytes, link: orNull(isText) })),
  rooms: listOf(shaped({ epoch: isCount, secret: isBytes })),
  lastLevelAt: orNull(isWhole),
  paused: isFlag,
  joinedAt: isWhole,
})

const SIGNATURE_BYTES = 64

const isEntryShape = shaped({
  league: isHex64,
  device: isHex64,
  seq: isCount,
  hash: isHex64,
  hashes: listOf(isHex64),
  sizes: listOf(isCount),
  bytes: isBytes,
  kind: isText,
  about: listOf(listOf(isText)),
  names: listOf(isSha256),
})

/** Whether its parts fit one another. */
const isWholeRun = ({ hash, hashes, sizes, about, bytes }: EntryRun): boolean =>
  hashes[0] === hash &&
  hashes.length === sizes.length &&
  hashes.length === about.length &&
  about.every(({ length }) => length === 4) &&
  sizes.reduce((sum, size) => sum + SIGNATURE_BYTES + size, 0) === bytes.length

const isRun: Check = row => isEntryShape(row) && isWholeRun(row as EntryRun)
const areEnds = listOf(shaped({ seq: isCount, hash: isHex64 }))

const isFeedShape = shaped({
  league: isHex64,
  device: isHex64,
  tips: areEnds,
  entries: isCount,
  bytes: isCount,
  lost: orAbsent(areEnds),
  aside: orAbsent(listOf(isRun)),
})

const chunked = { sha256: isSha256, size: isCount, chunkRoot: isSha256 }

const isPartialShape = shaped({
  ...chunked,
  league: isHex64,
  store: isId,
  chunkHashes: orNull(isBytes),
  own: isFlag,
  touchedAt: isWhole,
})

const isDocumentShape = shaped({ league: isHex64, id: isText, row: isCount, bytes: isBytes, isBad: isFlag })
const isBoardsShape = shaped({ league: isHex64, digest: isHex64 })

const isShareShape = shaped({
  session: isId,
  league: isHex64,
  audience: oneOf(['members', 'public']),
  withTraces: isFlag,
  trimMs: isCount,
  at: isWhole,
  isWithdrawn: isFlag,
  said: orNull(shaped({ entry: isHex64, content: isSha256, made: listOf(isSha256) })),
})

const isBlobNameShape = shaped({
  ...chunked,
  league: isHex64,
  entry: isHex64,
  of: oneOf(['manifest', 'trace']),
})

const isTakenShape = shaped({
  league: isHex64,
  person: isHex64,
  session: isText,
  here: isId,
  entry: isHex64,
  own: isFlag,
  openedAt: isWhole,
  retimed: listOf(oneOf(['match', 'differs', 'cannot-tell', 'gave-up', null])),
})

const isSeenShape = shaped({
  league: isHex64,
  device: isHex64,
  at: isWhole,
  route: isText,
  addresses: listOf(isText),
  levelAt: orAbsent(isWhole),
})

export const isIdentityRow = (row: unknown): row is IdentityRow => isIdentityShape(row)
export const isLeagueRow = (row: unknown): row is LeagueRow => isLeagueShape(row)
export const isEntryRun = (row: unknown): row is EntryRun => isRun(row)
export const isFeedRow = (row: unknown): row is FeedRow => isFeedShape(row)
export const isPartialRow = (row: unknown): row is PartialRow => isPartialShape(row)
export const isDocumentRow = (row: unknown): row is DocumentRow => isDocumentShape(row)
export const isBoardsRow = (row: unknown): row is BoardsRow => isBoardsShape(row)
export const isShareRow = (row: unknown): row is ShareRow => isShareShape(row)
export const isBlobNameRow = (row: unknown): row is BlobNameRow => isBlobNameShape(row)
export const isTakenRow = (row: unknown): row is TakenRow => isTakenShape(row)
export const isSeenRow = (row: unknown): row is SeenRow => isSeenShape(row)
