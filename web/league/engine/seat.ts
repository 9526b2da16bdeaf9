/**
 * The network as one tab sees it: its own while it leads, the leading tab's otherwise. A pairing made in a tab that does
 * not lead stays with that tab, which shares what it is connected to with its screens only.
 *
 * Invariant: whatever leads when, `state` is what is true now for all this tab knows, and every fetch settles.
 */

import type { FetchOptions, FetchOutcome } from '#shared/sync'
import type { Leadership, TabChannel } from '#web/leader'
import { createListeners } from './listeners.ts'
import { type LeagueNetwork, type Network, type NetworkState, NO_NETWORK } from './network.ts'
import { type NetworkMessage, openMessage, sealMessage } from './tab-messages.ts'

export interface SeatOptions {
  readonly leadership: Pick<Leadership, 'watch' | 'whileLeading'>
  /** Null where there are no other tabs to speak to. */
  readonly channel: TabChannel | null
  /** With reach it dials and listens; without, it only has what is attached to it. */
  readonly start: (how: { readonly hasReach: boolean }) => Promise<Network>
  readonly newCall: () => string
  readonly onFault: (error: unknown) => void
}

/** How often other tabs hear how far it is. */
const TELL_MS = 200

interface Call {
  readonly options: FetchOptions
  readonly settle: (outcome: FetchOutcome) => void
}

const LOST: FetchOutcome = { ok: false, kind: 'stopped' }

export const createSeat = (options: SeatOptions): Network => {
  const { leadership, channel, start, newCall, onFault } = options
  const listeners = createListeners()
  const calls = new Map<string, Call>()
  const served = new Map<string, AbortController>()
  let leading: Network | null = null
  /** Of this tab alone, for pairings made here. */
  let own: Promise<Network> | null = null
  let ownNow: Network | null = null
  let told: NetworkState = NO_NETWORK
  let tellTimer: ReturnType<typeof setTimeout> | null = null

  const post = (message: NetworkMessage): void => channel?.post(sealMessage(message))

  const tellOthers = (): void => {
    tellTimer ??= setTimeout(() => {
      tellTimer = null
      if (leading) post({ kind: 'state', state: leading.state() })
    }, TELL_MS)
  }

  const changed = (): void => {
    if (leading) tellOthers()
    listeners.tell()
  }

  const stopLeading = leadership.whileLeading(async signal => {
    const network = await start({ hasReach: true })
    if (signal.aborted) return network.close()
    leading = network
    network.onChange(changed)
    changed()
    for (const { settle } of calls.values()) settle(LOST)
    signal.addEventListener('abort', () => {
      leading = null
      for (const stop of served.values()) stop.abort()
      void network.close().catch(onFault)
      post({ kind: 'hello' })
    })
  })

  const stopWatching = leadership.watch(({ kind }) => {
    if (kind !== 'following') return
    // Whoever was asked before leads no more, and answers nothing.
    for (const { settle } of [...calls.values()]) settle(LOST)
    post({ kind: 'hello' })
  })

  const serve = async (network: Network, { call, league, ref }: NetworkMessage & { kind: 'fetch' }) => {
    const stop = new AbortController()
    served.set(call, stop)
    const outcome = await network.fetch(league, ref, {
      signal: stop.signal,
      onProgress: (done, of) => post({ kind: 'progress', call, done, of }),
    })
    served.delete(call)
    post({ kind: 'fetched', call, outcome })
  }

  const hearAsLeader = (network: Network, message: NetworkMessage): void => {
    if (message.kind === 'hello') post({ kind: 'state', state: network.state() })
    if (message.kind === 'leagues-changed') void network.followLeagues().catch(onFault)
    if (message.kind === 'identity-changed') void network.identityChanged().catch(onFault)
    if (message.kind === 'connect-now') network.connectNow()
    if (message.kind === 'switches') network.setSwitches(message)
    if (message.kind === 'fetch') void serve(network, message).catch(onFault)
    if (message.kind === 'stop-fetch') served.get(message.call)?.abort()
  }

  const stopHearing = channel?.listen(data => {
    const message = openMessage(data)
    if (!message) return
    if (leading) hearAsLeader(leading, message)
    else if (message.kind === 'state') {
      told = message.state
      listeners.tell()
    } else if (message.kind === 'progress')
      calls.get(message.call)?.options.onProgress?.(message.done, message.of)
    else if (message.kind === 'fetched') calls.get(message.call)?.settle(message.outcome)
  })

  const ownNetwork = (): Promise<Network> => {
    own ??= start({ hasReach: false }).then(network => {
      ownNow = network
      network.onChange(listeners.tell)
      return network
    })
    return own
  }

  const fetchElsewhere = (
    league: LeagueNetwork['league'],
    ref: (NetworkMessage & { kind: 'fetch' })['ref'],
    fetchOptions: FetchOptions,
  ): Promise<FetchOutcome> =>
    new Promise(resolve => {
      const call = newCall()
      const settle = (outcome: FetchOutcome): void => {
        calls.delete(call)
        resolve(outcome)
      }
      calls.set(call, { options: fetchOptions, settle })
      fetchOptions.signal?.addEventListener('abort', () => {
        post({ kind: 'stop-fetch', call })
        settle(LOST)
      })
      post({ kind: 'fetch', call, league, ref })
    })

  return {
    state: () => (leading ? leading.state() : merged(told, ownNow?.state() ?? NO_NETWORK)),
    onChange: listeners.listen,

    async fetch(league, ref, fetchOptions = {}) {
      if (leading) return leading.fetch(league, ref, fetchOptions)
      const here = ownNow?.state().leagues.find(run => run.league === league)
      if (ownNow && here && here.peers.length > 0) {
        const fetched = await ownNow.fetch(league, ref, fetchOptions)
        if (fetched.ok || fetched.kind !== 'nobody-has-it') return fetched
      }
      return channel ? fetchElsewhere(league, ref, fetchOptions) : { ok: false, kind: 'nobody-has-it' }
    },

    attach: async (league, wire, role) => (leading ?? (await ownNetwork())).attach(league, wire, role),

    async identityChanged() {
      post({ kind: 'identity-changed' })
      await Promise.all([leading?.identityChanged(), ownNow?.identityChanged()])
    },

    async followLeagues() {
      post({ kind: 'leagues-changed' })
      await Promise.all([leading?.followLeagues(), ownNow?.followLeagues()])
    },

    setSwitches(switches) {
      const { isPaused, isMetered } = { ...(leading?.state() ?? told), ...switches }
      leading?.setSwitches({ isPaused, isMetered })
      ownNow?.setSwitches({ isPaused, isMetered })
      post({ kind: 'switches', isPaused, isMetered })
      if (!leading) told = { ...told, isPaused, isMetered }
      listeners.tell()
    },

    connectNow() {
      if (leading) leading.connectNow()
      else post({ kind: 'connect-now' })
    },

    async close() {
      stopLeading()
      stopWatching()
      stopHearing?.()
      if (tellTimer) clearTimeout(tellTimer)
      for (const { settle } of calls.values()) settle(LOST)
      await Promise.all([leading?.close(), ownNow?.close()])
    },
  }
}

/** What the leading tab says, and what is connected to this one. */
const merged = (told: NetworkState, own: NetworkState): NetworkState => ({
  ...told,
  leagues: [
    ...told.leagues.map(league => {
      const here = own.leagues.find(run => run.league === league.league)
      return here ? joined(league, here) : league
    }),
    ...own.leagues.filter(run => !told.leagues.some(league => league.league === run.league)),
  ],
})

const joined = (told: LeagueNetwork, own: LeagueNetwork): LeagueNetwork => ({
  ...told,
  peers: [
    ...own.peers,
    ...told.peers.filter(peer => !own.peers.some(({ device }) => device === peer.device)),
  ],
  ends: [...told.ends, ...own.ends].sort((a, b) => a.at - b.at),
  seenAt: { ...told.seenAt, ...own.seenAt },
})
