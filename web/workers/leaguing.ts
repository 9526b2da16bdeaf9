/**
 * The worker of leagues, as the page talks to it.
 *
 * Invariants: every promise settles; a worker that breaks is replaced at the next call, what was asked of it fails with a
 * sentence, and nothing is lost by that because an answer came only for what is on disk. Bytes that cross are copied, not
 * handed over: whoever sent them may need them again.
 */
import { proxy, wrap } from 'comlink'
import type { Bytes } from '#shared/blob'
import type { Answer } from '#web/league'
import { LIBRARY_NAME } from '#web/store'
import type { LeagueCalls } from './league-api.ts'
import type { LeagueKeeper, LeagueNews } from './league-model.ts'

interface Running {
  readonly worker: Worker
  /** Each of its calls answers by a promise already, so this is what comlink makes of it too. */
  readonly api: LeagueCalls
  readonly broken: Promise<never>
}

export const createLeagueKeeper = (libraryName: string = LIBRARY_NAME): LeagueKeeper => {
  const listeners = new Set<(news: LeagueNews) => void>()
  let running: Running | null = null
  let isClosed = false

  const start = (): Running => {
    const worker = new Worker(new URL('./league.worker.ts', import.meta.url), {
      type: 'module',
      name: libraryName,
    })
    const api = wrap<LeagueCalls>(worker) as unknown as LeagueCalls
    const broken = new Promise<never>((_, reject) => {
      const onBreak = (): void => {
        if (running?.worker === worker) running = null
        worker.terminate()
        reject(new Broken())
      }
      worker.addEventListener('error', onBreak)
      worker.addEventListener('messageerror', onBreak)
    })
    broken.catch(() => {})
    const tell = (news: LeagueNews): void => {
      for (const listener of [...listeners]) listener(news)
    }
    // What fails here fails in the next call too, which says so.
    void Promise.race([api.listen(proxy(tell)), broken]).catch(() => {})
    return { worker, api, broken }
  }

  const call = <T>(ask: (api: LeagueCalls) => Promise<T>): Promise<T> => {
    if (isClosed) return Promise.reject(new Broken())
    running ??= start()
    const now = running
    return Promise.race([ask(now.api), now.broken])
  }

  /** A call whose failures are sentences. */
  const answer = async <T>(ask: (api: LeagueCalls) => Promise<Answer<T>>): Promise<Answer<T>> => {
    try {
      return await call(ask)
    } catch (error) {
      if (error instanceof Broken) return { ok: false, message: BROKE_OFF }
      throw error
    }
  }

  return {
    me: () => answer(api => api.me()),
    knownMe: () => answer(api => api.knownMe()),
    sign: message => call(api => api.sign(message)),
    certificate: () => answer(api => api.certificate()),
    rename: names => answer(api => api.rename(names)),
    recoveryWords: () => answer(api => api.recoveryWords()),
    confirmWords: words => answer(api => api.confirmWords(words)),
    backupFile: passphrase => answer(api => api.backupFile(passphrase)),
    restore: from => answer(api => api.restore(from)),
    admitDevice: device => answer(api => api.admitDevice(device)),
    becomeDeviceOf: admission => answer(api => api.becomeDeviceOf(admission)),
    revokeDevice: device => answer(api => api.revokeDevice(device)),

    leagues: () => answer(api => api.leagues()),
    league: id => answer(api => api.league(id)),
    devicesLeague: () => answer(api => api.devicesLeague()),
    createLeague: (use, name) => answer(api => api.createLeague(use, name)),
    joinLeague: league => answer(api => api.joinLeague(league)),
    changeLeague: (id, change) => answer(api => api.changeLeague(id, change)),
    leaveLeague: id => answer(api => api.leaveLeague(id)),
    invite: (league, how) => answer(api => api.invite(league, how)),

    board: query => answer(api => api.board(query)),
    recordHistory: query => answer(api => api.recordHistory(query)),
    changes: (league, limit) => answer(api => api.changes(league, limit)),
    attention: league => answer(api => api.attention(league)),

    previewShare: wish => answer(api => api.previewShare(wish)),
    share: wish => answer(api => api.share(wish)),
    withdraw: (session, league) => answer(api => api.withdraw(session, league)),
    sharedWhere: session => answer(api => api.sharedWhere(session)),
    publishDue: () => answer(api => api.publishDue()),
    wanted: (league, limit) => answer(api => api.wanted(league, limit)),
    takeIn: league => answer(api => api.takeIn(league)),
    noteMet: (league, met) => answer(api => api.noteMet(league, met)),
    noteLevel: (league, devices) => answer(api => api.noteLevel(league, devices)),
    seen: league => answer(api => api.seen(league)),
    othersUse: () => answer(api => api.othersUse()),
    letOthersGo: () => answer(api => api.letOthersGo()),
    lapNeeds: lap => answer(api => api.lapNeeds(lap)),
    noteRecheck: (lap, said) => answer(api => api.noteRecheck(lap, said)),

    replica: league => ({
      league,
      receive: batch => call(api => api.receive(league, batch)),
      write: draft => call(api => api.write(league, draft)),
      governance: () => call(api => api.governance(league)),
      digest: () => call(api => api.digest(league)),
      tips: () => call(api => api.tips(league)),
      has: hashes => call(api => api.has(league, hashes)),
      missing: (device, known, fromSeq, maxBytes) =>
        call(api => api.missing(league, device, known, fromSeq, maxBytes)),
      spine: device => call(api => api.spine(league, device)),
      noteAlike: () => call(api => api.noteAlike(league)),
      glimpse: (board, limit) => call(api => api.glimpse(league, board, limit)),
      onAdded(listener) {
        const own = (news: LeagueNews): void => {
          if (news.league === league) listener(news.added)
        }
        listeners.add(own)
        return () => void listeners.delete(own)
      },
    }),

    blobs: league => ({
      offer: sha256 => call(api => api.offer(league, sha256)),
      readChunk: (sha256, index) => call(api => api.readChunk(league, sha256, index)),
      async resume(ref) {
        const opened = await call(api => api.resume(league, ref))
        if (!opened) return null
        const { handle, held } = opened
        let list: Bytes | null = opened.chunkHashes
        return {
          held: () => held.slice(),
          chunkHashes: () => list?.slice() ?? null,
          async setChunkHashes(hashes) {
            const kept = await call(api => api.setChunkHashes(handle, hashes))
            if (kept === 'kept') list = hashes.slice()
            return kept
          },
          async put(index, chunk) {
            const kept = await call(api => api.putChunk(handle, index, chunk))
            if (kept === 'kept') held[index >> 3]! |= 1 << (index & 7)
            return kept
          },
          finish: () => call(api => api.finish(handle)),
          leave: () => call(api => api.leave(handle)),
        }
      },
    }),

    documents: league => ({
      list: () => call(api => api.listDocuments(league)),
      load: id => call(api => api.loadDocument(league, id)),
      append: (id, update) => call(api => api.appendUpdate(league, id, update)),
      compact: (id, rows, snapshot) => call(api => api.compactDocument(league, id, rows, snapshot)),
      quarantine: (id, row) => call(api => api.quarantineUpdate(league, id, row)),
      quarantined: id => call(api => api.quarantinedUpdates(league, id)),
      remove: id => call(api => api.removeDocument(league, id)),
    }),

    onNews(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    close() {
      isClosed = true
      running?.worker.terminate()
      running = null
    },
  }
}

const BROKE_OFF =
  'The part of Paddock that keeps your leagues did not start or broke off; everything saved before is safe: reload the page and try again.'

/** The worker is gone, or is not to be used any more. */
class Broken extends Error {
  constructor() {
    super(BROKE_OFF)
  }
}
