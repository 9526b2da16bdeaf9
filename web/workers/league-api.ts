/** What the worker of leagues can be asked: the library's league store, with every failure as one sentence. */
import type { Bytes } from '#shared/blob'
import { LEAGUE_USES, type LeagueId } from '#shared/logbook'
import type { PartialBlob, SharedBlobs } from '#shared/sync'
import type { Answer, Me } from '#web/league'
import { type Identity, type LeagueStore, LIBRARY_NAME, type Outcome, openLibrary } from '#web/store'
import { deviceNameOf } from './device-name.ts'
import { attentionOf, toBoard, toChange, toHistory } from './league-board.ts'
import type { LeagueKeeper, LeagueNews, LeagueWire, PartialHandle } from './league-model.ts'

/** The keeper's calls that answer, as they cross; what stays on the page is put on top by `createLeagueKeeper`. */
export type LeagueCalls = Omit<
  LeagueKeeper,
  'replica' | 'blobs' | 'documents' | 'onNews' | 'close' | 'sign'
> &
  LeagueWire & {
    sign(message: Bytes): Promise<Bytes>
    listen(listener: (news: LeagueNews) => void): Promise<void>
  }

export const createLeagueApi = (libraryName: string = LIBRARY_NAME): LeagueCalls => {
  let opening: Promise<Outcome<LeagueStore>> | null = null

  const open = async (): Promise<Outcome<LeagueStore>> => {
    const library = await openLibrary({ name: libraryName })
    if (!library.ok) return library
    const store = await library.value.leagueStore(() => deviceNameOf(navigator.userAgent))
    return { ok: true, value: store }
  }

  const opened = async (): Promise<LeagueStore> => {
    opening ??= open()
    const store = await opening
    if (store.ok) return store.value
    opening = null
    throw new NotOpen(store.message)
  }

  /** A call of the store as an answer. */
  const answer = async <T>(work: (store: LeagueStore) => Promise<Answer<T>>): Promise<Answer<T>> => {
    try {
      const done = await work(await opened())
      return done.ok ? { ok: true, value: done.value } : { ok: false, message: done.message }
    } catch (error) {
      if (error instanceof NotOpen || isSentence(error)) return { ok: false, message: error.message }
      throw error
    }
  }

  const replicaOf = async (league: LeagueId) => (await (await opened()).replicas.open(league)).replica

  const documentsOf = async (league: LeagueId) => (await opened()).documents(league)

  const shared = new Map<LeagueId, Promise<SharedBlobs>>()
  const blobsOf = (league: LeagueId): Promise<SharedBlobs> => {
    const known = shared.get(league)
    if (known) return known
    const made = opened().then(async store => {
      const kept = await store.league(league)
      return store.sharedBlobs(league, kept.ok && kept.value?.use === LEAGUE_USES[0])
    })
    shared.set(league, made)
    made.catch(() => shared.delete(league))
    return made
  }

  const partials = new Map<PartialHandle, PartialBlob>()
  let lastHandle = 0
  const partialAt = (handle: PartialHandle): PartialBlob => {
    const partial = partials.get(handle)
    if (!partial) throw new RangeError(`there is no partial blob ${handle}`)
    return partial
  }

  const viewerOf = async (store: LeagueStore, league: LeagueId) => {
    const me = await store.knownIdentity()
    return { store, league, me: me.ok ? (me.value?.person ?? null) : null }
  }

  return {
    me: () => answer(async store => mapped(await store.identity(), meOf)),
    knownMe: () => answer(async store => mapped(await store.knownIdentity(), me => me && meOf(me))),
    async sign(message) {
      const signer = await (await opened()).signer()
      if (!signer.ok) throw new NotOpen(signer.message)
      return signer.value.sign(message)
    },
    certificate: () => answer(async store => mapped(await store.identity(), me => me.certificate)),
    rename: names => answer(async store => mapped(await store.rename(names), () => null)),
    recoveryWords: () => answer(store => store.recoveryWords()),
    confirmWords: words => answer(store => store.confirmWords(words)),
    backupFile: passphrase => answer(store => store.backupFile(passphrase)),
    restore: from => answer(async store => mapped(await store.restore(from), meOf)),
    admitDevice: device => answer(store => store.admitDevice(device)),
    becomeDeviceOf: admission => answer(async store => mapped(await store.becomeDeviceOf(admission), meOf)),
    revokeDevice: device => answer(store => store.revokeDevice(device)),

    leagues: () => answer(store => store.leagues()),
    league: id => answer(store => store.league(id)),
    devicesLeague: () => answer(store => store.devicesLeague()),
    createLeague: (use, name) => answer(store => store.createLeague(use, name)),
    joinLeague: league => answer(store => store.joinLeague(league)),
    changeLeague: (id, change) => answer(store => store.changeLeague(id, change)),
    leaveLeague: id => answer(store => store.leaveLeague(id)),
    invite: (league, how) => answer(store => store.invite(league, how)),

    board: query =>
      answer(async store => {
        const viewer = await viewerOf(store, query.league)
        return { ok: true, value: await toBoard(viewer, query) }
      }),
    recordHistory: query =>
      answer(async store => {
        const viewer = await viewerOf(store, query.league)
        return { ok: true, value: await toHistory(viewer, query) }
      }),
    changes: (league, limit) =>
      answer(async store => {
        const changes = await store.leaderboards.changes(league, limit)
        return { ok: true, value: changes.map(toChange) }
      }),
    attention: league =>
      answer(async store => ({ ok: true, value: await attentionOf(await viewerOf(store, league)) })),

    previewShare: wish => answer(store => store.previewShare(wish)),
    share: wish => answer(store => store.share(wish)),
    withdraw: (session, league) => answer(store => store.withdraw(session, league)),
    sharedWhere: session => answer(store => store.sharedWhere(session)),
    publishDue: () => answer(store => store.publishDue()),
    wanted: (league, limit) => answer(store => store.wanted(league, limit)),
    takeIn: league => answer(store => store.takeIn(league)),
    noteMet: (league, met) => answer(store => store.noteMet(league, met)),
    noteLevel: (league, devices) => answer(store => store.noteLevel(league, devices)),
    seen: league => answer(store => store.seen(league)),
    othersUse: () => answer(store => store.othersUse()),
    letOthersGo: () => answer(store => store.letOthersGo()),
    lapNeeds: lap => answer(store => store.lapNeeds(lap)),
    noteRecheck: (lap, said) => answer(store => store.noteRecheck(lap, said)),

    async listen(listener) {
      const store = await opened()
      store.replicas.onAdded((league, added) => listener({ league, added }))
    },

    receive: async (league, batch) => (await replicaOf(league)).receive(batch),
    write: async (league, draft) => (await replicaOf(league)).write(draft),
    governance: async league => (await replicaOf(league)).governance(),
    digest: async league => (await replicaOf(league)).digest(),
    tips: async league => (await replicaOf(league)).tips(),
    has: async (league, hashes) => (await replicaOf(league)).has(hashes),
    missing: async (league, device, known, fromSeq, maxBytes) =>
      (await replicaOf(league)).missing(device, known, fromSeq, maxBytes),
    spine: async (league, device) => (await replicaOf(league)).spine(device),
    noteAlike: async league => (await replicaOf(league)).noteAlike(),
    glimpse: async (league, board, limit) => (await replicaOf(league)).glimpse(board, limit),

    offer: async (league, sha256) => (await blobsOf(league)).offer(sha256),
    readChunk: async (league, sha256, index) => (await blobsOf(league)).readChunk(sha256, index),
    async resume(league, ref) {
      const partial = await (await blobsOf(league)).resume(ref)
      if (!partial) return null
      lastHandle++
      partials.set(lastHandle, partial)
      return { handle: lastHandle, held: partial.held(), chunkHashes: partial.chunkHashes() }
    },
    setChunkHashes: (handle, hashes) => partialAt(handle).setChunkHashes(hashes),
    putChunk: (handle, index, chunk) => partialAt(handle).put(index, chunk),
    async finish(handle) {
      const partial = partialAt(handle)
      partials.delete(handle)
      return partial.finish()
    },
    listDocuments: async league => (await documentsOf(league)).list(),
    loadDocument: async (league, id) => (await documentsOf(league)).load(id),
    appendUpdate: async (league, id, update) => (await documentsOf(league)).append(id, update),
    compactDocument: async (league, id, rows, snapshot) =>
      (await documentsOf(league)).compact(id, rows, snapshot),
    quarantineUpdate: async (league, id, row) => (await documentsOf(league)).quarantine(id, row),
    quarantinedUpdates: async (league, id) => (await documentsOf(league)).quarantined(id),
    removeDocument: async (league, id) => (await documentsOf(league)).remove(id),

    async leave(handle) {
      const partial = partials.get(handle)
      partials.delete(handle)
      await partial?.leave()
    },
  }
}

/** The library cannot be opened; the message is for a person. */
class NotOpen extends Error {}

/** Failures the ports throw, whose messages are sentences for a person. */
const isSentence = (error: unknown): error is Error =>
  error instanceof Error && (error.name === 'Refusal' || 'reason' in error)

const mapped = <T, R>(outcome: Outcome<T>, map: (value: T) => R): Answer<R> =>
  outcome.ok ? { ok: true, value: map(outcome.value) } : { ok: false, message: outcome.message }

const meOf = ({ person, personName, device, deviceName, holdsPersonKey, backedUpAt }: Identity): Me => ({
  ...{ person, personName, device, deviceName, holdsPersonKey, backedUpAt },
})
