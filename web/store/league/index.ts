/**
 * Everything a league needs of the library, in one value: keys, entries, boards, bytes, what is shared and what was taken
 * in. Loaded with the first league only; it belongs in a worker, because verifying and boards would hold up a screen.
 */
import type { Hashing } from '#shared/blob'
import type { FillRandom, Sha256 } from '#shared/id'
import { createSignatures, type LeagueId } from '#shared/logbook'
import type { DocumentStore, SharedBlobs } from '#shared/sync'
import type { EpochMillis } from '#shared/units'
import type { DexieBlobStore } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import { createSessionReader } from '../listing.ts'
import { createDexieSharedBlobs } from './blobs.ts'
import { type BoardsKeeping, createBoardsKeeping } from './boards.ts'
import { type CountingKeeping, createCounting } from './counting.ts'
import { createDexieDocumentStore } from './documents.ts'
import { createIdentity, type IdentityKeeping } from './identity.ts'
import { createLeagues, type LeaguesKeeping } from './leagues.ts'
import { createNamedBlobs } from './named-blobs.ts'
import { createPersonhood, type Personhood } from './personhood.ts'
import { createPublishing, type Publishing } from './publish.ts'
import { createReplicas, type Replicas } from './replicas.ts'
import { createSeen, type SeenKeeping } from './seen.ts'
import { createTakingIn, type TakingIn } from './take-in.ts'

export type { BoardAnswer } from './boards.ts'
export { retimedKey } from './boards.ts'
export type { Admitted, Identity } from './identity.ts'
export type { LeagueInvited, LeagueOverview } from './leagues.ts'
export { settled } from './leagues.ts'
export type { LetGo, OthersUse } from './others.ts'
export type { Preview, Wish } from './preview.ts'
export type { SharedPlace } from './publish.ts'
export type { Recheck } from './rows.ts'
export type { Seen } from './seen.ts'
export type { LapCheck, Needs, Pointer } from './take-in.ts'

export interface LeagueStore
  extends Omit<IdentityKeeping, 'becomeDeviceOf' | 'rename'>,
    LeaguesKeeping,
    Personhood,
    Publishing,
    SeenKeeping,
    TakingIn {
  readonly replicas: Replicas
  readonly counting: CountingKeeping
  readonly leaderboards: BoardsKeeping
  sharedBlobs(league: LeagueId, own: boolean): SharedBlobs
  documents(league: LeagueId): DocumentStore
  close(): void
}

export interface LeagueStoreOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly blobs: DexieBlobStore
  readonly hashing: Hashing
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
  readonly libraryName: string
  readonly subtle: SubtleCrypto
  readonly deviceName: () => string
}

export const createLeagueStore = (options: LeagueStoreOptions): LeagueStore => {
  const { connection, damage, blobs, hashing, fillRandom, now, libraryName, subtle } = options
  const signatures = createSignatures(subtle)
  const reader = createSessionReader(connection, damage)
  const identity = createIdentity({ ...options, signatures })
  const replicas: Replicas = createReplicas({
    ...{ connection, damage, signatures, now, libraryName },
    signer: identity.signer,
    boardHolders: (league, board, limit) => leaderboards.holders(league, board, limit),
  })
  const counting = createCounting(replicas)
  const leaderboards = createBoardsKeeping({ connection, replicas, counting, now })
  const named = createNamedBlobs({ connection, blobs, replicas, counting })
  const leagues = createLeagues({ connection, damage, identity, replicas, signatures, fillRandom, now })
  const shared = { connection, damage, blobs, identity, replicas, signatures, now }
  const { devicesLeague } = leagues

  return {
    ...identity,
    ...leagues,
    ...createPersonhood({ identity, leagues, replicas }),
    ...createPublishing({ ...shared, reader, devicesLeague }),
    ...createTakingIn({ ...shared, counting, named, fillRandom }),
    ...createSeen(connection, now),
    replicas,
    counting,
    leaderboards,
    sharedBlobs: (league, own) =>
      createDexieSharedBlobs({
        ...{ connection, blobs, hashing, fillRandom, now, league, own },
        isNamed: (sha256: Sha256) => named.isNamed(league, sha256),
      }),
    documents: league => createDexieDocumentStore(connection, damage, league),
    close: replicas.close,
  }
}
