/**
 * The network of the tab that leads: one run for each league this device keeps, and libp2p once any of them goes beyond
 * this device. Until then nothing of it is loaded and nobody is knocked for.
 */
import type { LeagueId, Signatures } from '#shared/logbook'
import { answerWire, type Clock, type Wire } from '#shared/sync'
import type { LeagueKeeper, LeagueStanding } from '#web/workers'
import { createListeners } from '../listeners.ts'
import type { Network, NetworkState } from '../network.ts'
import { createAskAgain } from './ask-again.ts'
import { createLeagueRun, type LeagueRun, type Reach, type RunParts } from './league-run.ts'
import { startPublishing } from './publishing.ts'

export interface LeadingOptions
  extends Pick<RunParts, 'programVersion' | 'signatures' | 'hashing' | 'random' | 'documents'> {
  readonly keeper: LeagueKeeper
  readonly clock: Clock
  readonly signatures: Signatures
  readonly switches: { readonly isPaused: boolean; readonly isMetered: boolean }
  /** Loads libp2p and starts it. Null for a tab that only has what is attached to it. */
  readonly startReach: ((onWire: (wire: Wire) => void) => Promise<StartedReach>) | null
  /** Calls back whenever sessions changed. Null for a tab that gives nothing out by itself. */
  readonly watchSessions?: ((run: () => void) => () => void) | null
  /** Of the relay this page comes from; empty when there is none. */
  readonly homeAddresses: () => Promise<readonly string[]>
  readonly onFault: (error: unknown) => void
}

export interface StartedReach extends Reach {
  close(): Promise<void>
}

/** What the worker says changed is followed once for all that comes in this time. */
const FOLLOW_MS = 500

export const startLeading = async (options: LeadingOptions): Promise<Network> => {
  const { keeper, clock, signatures, random, onFault } = options
  const runs = new Map<LeagueId, LeagueRun>()
  const listeners = createListeners()
  let switches = options.switches
  let reach: Promise<StartedReach | null> | null = null
  let following: Promise<void> | null = null
  let isFollowDue = false
  let isClosed = false

  const { watchSessions } = options
  const publishing = watchSessions && startPublishing({ keeper, clock, watchSessions, onFault })

  const meshes = () => [...runs.values()].map(({ mesh }) => mesh)

  const onWire = (wire: Wire): void => {
    void answerWire(wire, meshes(), { clock, signatures, random }).catch(onFault)
  }

  /** Null where there is none or it fails: pairings and this tab's own leagues go on, and the next to ask tries again. */
  const openReach = async (): Promise<StartedReach | null> => {
    reach ??=
      options.startReach?.(onWire).catch(error => {
        reach = null
        onFault(error)
        return null
      }) ?? null
    return reach
  }

  const startRun = async (standing: LeagueStanding): Promise<LeagueRun | null> => {
    const [me, certificate] = await Promise.all([keeper.me(), keeper.certificate()])
    if (!me.ok || !certificate.ok || isClosed) return null
    const parts = { ...options, me: me.value, certificate: certificate.value, onChange: listeners.tell }
    return createLeagueRun(standing, parts)
  }

  const goesBeyond = async (standing: LeagueStanding, addresses: readonly string[]): Promise<boolean> => {
    if (addresses.length > 0 || standing.use !== 'devices') return true
    const governance = await runs.get(standing.id)?.mesh.replica.governance()
    return (governance?.devices.length ?? 0) > 1
  }

  const addressesOf = async (
    standing: LeagueStanding,
    home: readonly string[],
  ): Promise<readonly string[]> => {
    const governance = await runs.get(standing.id)?.mesh.replica.governance()
    return [...new Set([...home, ...(governance?.addresses ?? []), ...standing.addresses])]
  }

  const followOnce = async (): Promise<void> => {
    const leagues = await keeper.leagues()
    if (!leagues.ok || isClosed) return
    const kept = new Map(leagues.value.map(standing => [standing.id, standing]))
    // It is loaded and started while the runs are made.
    let opening = leagues.value.some(({ use }) => use !== 'devices') ? openReach() : null
    for (const [id, run] of runs) {
      if (kept.has(id)) continue
      runs.delete(id)
      await run.close()
    }
    const home = kept.size > 0 ? await options.homeAddresses() : []
    if (isClosed) return
    askHome.answered(kept.size === 0 || home.length > 0)
    let isWide = false
    for (const standing of kept.values()) {
      const run = runs.get(standing.id) ?? (await startRun(standing))
      if (!run) continue
      if (isClosed) return void (await run.close())
      runs.set(standing.id, run)
      const addresses = await addressesOf(standing, home)
      run.follow(standing, addresses, switches.isPaused, switches.isMetered)
      isWide ||= await goesBeyond(standing, standing.use === 'devices' ? standing.addresses : addresses)
    }
    listeners.tell()
    publishing?.look()
    if (!isWide) return
    opening ??= openReach()
    const started = await opening
    if (started && !isClosed) for (const run of runs.values()) run.reachBy(started)
  }

  const followAll = async (): Promise<void> => {
    try {
      while (isFollowDue && !isClosed) {
        isFollowDue = false
        await followOnce()
      }
    } finally {
      // At once: whoever asks from now on begins anew.
      following = null
    }
  }

  const followLeagues = (): Promise<void> => {
    isFollowDue = true
    following ??= followAll()
    return following
  }

  const askHome = createAskAgain(clock, () => void followLeagues().catch(onFault))
  let stopWaiting: (() => void) | null = null
  const stopNews = keeper.onNews(() => {
    stopWaiting ??= clock.after(FOLLOW_MS, () => {
      stopWaiting = null
      void followLeagues().catch(onFault)
    })
  })

  const wake = (): void => {
    askHome.hurry()
    void followLeagues().catch(onFault)
    for (const run of runs.values()) run.wake()
  }
  const wakeWhenSeen = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wakeWhenSeen)

  await followLeagues()

  return {
    state: (): NetworkState => ({ ...switches, leagues: [...runs.values()].map(run => run.network()) }),
    onChange: listeners.listen,
    followLeagues,

    async fetch(league, ref, fetchOptions) {
      const run = runs.get(league)
      return run ? run.mesh.fetch(ref, fetchOptions) : { ok: false, kind: 'nobody-has-it' }
    },

    async attach(league, wire, role) {
      if (!runs.has(league)) await followLeagues()
      const run = runs.get(league)
      if (run) return run.mesh.attach(wire, role)
      wire.abort('no such league')
      return { ok: false, reason: 'wrong-league', glance: null }
    },

    async identityChanged() {
      const before = [...runs.values()]
      runs.clear()
      await Promise.all(before.map(run => run.close()))
      await followLeagues()
    },

    setSwitches(changed) {
      switches = { ...switches, ...changed }
      void followLeagues().catch(onFault)
    },

    connectNow() {
      for (const run of runs.values()) run.connectNow()
    },

    async close() {
      isClosed = true
      publishing?.stop()
      stopNews()
      stopWaiting?.()
      askHome.stop()
      removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wakeWhenSeen)
      await Promise.all([...runs.values()].map(run => run.close()))
      runs.clear()
      await (await reach)?.close()
    },
  }
}
