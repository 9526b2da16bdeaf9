/** The one door for screens, put together: what the worker keeps, what the network sees, what people decide. */
import type { DeviceId, LeagueId, Signatures } from '#shared/logbook'
import { type Clock, type LinkOutcome, textToInvitation } from '#shared/sync'
import type { LapCheck } from '#web/store'
import type { LeagueKeeper, Rechecker } from '#web/workers'
import type { Board, BoardQuery, LapPointer, LeagueDetail, LeagueSummary, Me } from '../model.ts'
import type { Answer, Office, Switches } from '../office.ts'
import { toDetail, toSummary } from './league-view.ts'
import { createListeners } from './listeners.ts'
import { createLiveValue, type LiveValue } from './live.ts'
import { createMembership } from './membership.ts'
import type { Network } from './network.ts'
import { createPairing } from './pairing/index.ts'
import { answered, fetchSaid, refused, SAID } from './sentences.ts'
import { createStewarding } from './stewarding.ts'

export interface OfficeParts {
  readonly keeper: LeagueKeeper
  readonly network: Network
  /** Times laps of others again, where that can be stopped. */
  readonly rechecker: Rechecker
  readonly clock: Clock
  readonly signatures: Signatures
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  /** Where this page takes invitations: `https://somewhere/join`. */
  readonly joinPlace: string
  /** Of the relay this page comes from; empty when there is none. */
  readonly homeAddresses: () => Promise<readonly string[]>
  /** Other tabs hear of it. */
  readonly tellTabs: () => void
  readonly onTabs: (run: () => void) => void
  readonly keepSwitches: (switches: Switches) => Promise<void>
  readonly enterRoom: Office['enterRoom']
  /** Somebody looks at an invitation: what reaches others is loaded while they read. */
  readonly prepareReach: () => void
}

const CHANGES = 100

const linkSaid: Readonly<Record<Extract<LinkOutcome, { ok: false }>['kind'], string>> = {
  'not-a-link': SAID.notALink,
  damaged: SAID.notALink,
  'newer-version': SAID.newerLink,
}

export const createOffice = (parts: OfficeParts): Office => {
  const { keeper, network, clock, random, signatures } = parts
  const anything = createListeners()
  const changed = (): void => {
    parts.tellTabs()
    anything.tell()
    void network.followLeagues()
  }
  parts.onTabs(anything.tell)
  network.onChange(anything.tell)
  keeper.onNews(anything.tell)

  const toValue = <T>(answer: Answer<T>): { readonly value: T } | null => (answer.ok ? answer : null)

  const knownMe = async (): Promise<Me | null> => {
    const me = await keeper.knownMe()
    return me.ok ? me.value : null
  }
  const networkOf = (id: LeagueId) => network.state().leagues.find(({ league }) => league === id) ?? null

  const viewOf = async (id: LeagueId, me: Me) => {
    const kept = await keeper.league(id)
    if (!kept.ok || !kept.value) return null
    return {
      standing: kept.value,
      governance: await keeper.replica(id).governance(),
      network: networkOf(id),
      isPaused: network.state().isPaused,
      me,
      now: clock.now(),
    }
  }

  const readLeagues = async (): Promise<{ readonly value: readonly LeagueSummary[] } | null> => {
    const me = await knownMe()
    const leagues = await keeper.leagues()
    if (!leagues.ok) return null
    if (!me) return { value: [] }
    const views = await Promise.all(leagues.value.map(({ id }) => viewOf(id, me)))
    return { value: views.filter(view => view !== null).map(toSummary) }
  }

  const readLeague = async (id: LeagueId): Promise<{ readonly value: LeagueDetail | null } | null> => {
    const me = await knownMe()
    const view = me && (await viewOf(id, me))
    if (!view) return { value: null }
    const [changes, attention] = await Promise.all([keeper.changes(id, CHANGES), keeper.attention(id)])
    if (!changes.ok || !attention.ok) return null
    return { value: toDetail(view, changes.value, attention.value) }
  }

  /** Watched as long as somebody looks at it. */
  const whileWatched = <T>(live: LiveValue<T>, listener: (value: T) => void): (() => void) => {
    const deaf = live.watch(listener)
    const stop = anything.listen(live.refresh)
    return () => {
      deaf()
      stop()
    }
  }

  const me = createLiveValue(async () => toValue(await keeper.knownMe()))
  const leagues = createLiveValue(readLeagues)
  const switches = createLiveValue(async (): Promise<{ readonly value: Switches }> => {
    const { isPaused, isMetered } = network.state()
    return { value: { isPaused, isMetered } }
  })

  const personOf = async () => (await knownMe())?.person ?? null

  /** Everything that writes is heard of by the other tabs, and by whoever watches here. */
  const telling = async <T>(work: Promise<Answer<T>>): Promise<Answer<T>> => {
    const answer = await work
    if (answer.ok) changed()
    return answer
  }

  /** Devices that had all of this league at that moment or later, as far as this one knows. */
  const heldBy = async (league: LeagueId, since: number): Promise<number> => {
    const seen = await keeper.seen(league)
    const before = (seen.ok ? seen.value : []).filter(
      ({ levelAt }) => levelAt !== undefined && levelAt >= since,
    )
    const now = networkOf(league)?.peers.filter(({ phase }) => phase === 'level') ?? []
    return new Set([...before, ...now].map(({ device }) => device)).size
  }

  const setSwitches = async (change: Partial<Switches>): Promise<void> => {
    network.setSwitches(change)
    const { isPaused, isMetered } = { ...network.state(), ...change }
    await parts.keepSwitches({ isPaused, isMetered })
    anything.tell()
  }

  /** However it ends, the lap is opened. */
  const recheck = async (lap: LapPointer, check: LapCheck): Promise<void> => {
    const said = await parts.rechecker.recheck(check)
    if (said) await telling(keeper.noteRecheck(lap, said))
  }

  const fetchLap = async (
    lap: Parameters<Office['openLap']>[0],
    onProgress: (done: number, of: number) => void,
  ): ReturnType<Office['openLap']> => {
    /** Whatever was fetched and is asked for again cannot be had. */
    const tried = new Set<string>()
    for (;;) {
      const needs = await keeper.lapNeeds(lap)
      if (!needs.ok) return needs
      if (needs.value.kind === 'ready') {
        if (needs.value.check) await recheck(lap, needs.value.check)
        return answered(needs.value.lap)
      }
      const next = needs.value.refs.filter(({ sha256 }) => !tried.has(sha256))
      if (next.length === 0) return refused(fetchSaid.unavailable)
      for (const ref of next) {
        tried.add(ref.sha256)
        const fetched = await network.fetch(lap.league, ref, { onProgress })
        if (!fetched.ok) return refused(fetchSaid[fetched.kind])
      }
    }
  }

  const membership = createMembership({
    keeper,
    random,
    sha256: signatures.sha256,
    joinPlace: parts.joinPlace,
    homeAddresses: parts.homeAddresses,
    now: () => clock.now(),
    me: knownMe,
    changed,
  })

  return {
    watchMe: listener => whileWatched(me, listener),
    watchLeagues: listener => whileWatched(leagues, listener),
    watchLeague: (id, listener) =>
      whileWatched(
        createLiveValue(() => readLeague(id)),
        listener,
      ),
    watchBoard: (query: BoardQuery, listener: (board: Board) => void) =>
      whileWatched(
        createLiveValue(async () => toValue(await keeper.board(query))),
        listener,
      ),
    watchSwitches: listener => whileWatched(switches, listener),

    rename: names => telling(keeper.rename(names)),
    async recoveryWords() {
      const own = await keeper.me()
      return own.ok ? keeper.recoveryWords() : own
    },
    confirmWords: words => telling(keeper.confirmWords(words)),
    backupFile: passphrase => telling(keeper.backupFile(passphrase)),
    async restore(from) {
      const restored = await telling(keeper.restore(from))
      if (restored.ok) await network.identityChanged()
      return restored
    },
    revokeDevice: (device: DeviceId) => telling(keeper.revokeDevice(device)),

    ...membership,
    invite: (league, how) => telling(membership.invite(league, how)),

    async readLink(link) {
      const read = textToInvitation(link)
      if (!read.ok) return refused(linkSaid[read.kind])
      parts.prepareReach()
      const { league, addresses, saying } = read.value
      return answered({
        name: saying?.league || league.slice(0, 8),
        by: saying?.by ?? '',
        role: saying?.role ?? 'driver',
        admits: saying?.admits ?? false,
        addresses: addresses.length,
      })
    },
    async join(link) {
      const read = textToInvitation(link)
      if (!read.ok) return refused(linkSaid[read.kind])
      const own = await keeper.me()
      if (!own.ok) return own
      const { league: id, seed, addresses, saying } = read.value
      const name = saying?.league ?? ''
      const joined = await keeper.joinLeague({ id, use: 'league', name, invite: seed, addresses })
      if (!joined.ok) return joined
      changed()
      network.connectNow()
      return answered(id)
    },

    previewShare: keeper.previewShare,
    async share(wish) {
      const own = await keeper.me()
      return own.ok ? telling(keeper.share(wish)) : own
    },
    withdraw: (session, league) => telling(keeper.withdraw(session, league)),
    async sharedWhere(session) {
      const where = await keeper.sharedWhere(session)
      if (!where.ok) return where
      return answered(
        await Promise.all(
          where.value.map(async one => ({ ...one, heldBy: await heldBy(one.league, one.at) })),
        ),
      )
    },
    openLap: fetchLap,
    othersUse: keeper.othersUse,
    letOthersGo: () => telling(keeper.letOthersGo()),
    recordHistory: keeper.recordHistory,
    ...createStewarding({ keeper, random, me: personOf }),
    ...createPairing({ keeper, network, signatures, clock, random, changed }),

    enterRoom: parts.enterRoom,
    pause: isPaused => setSwitches({ isPaused }),
    setMetered: isMetered => setSwitches({ isMetered }),
  }
}
