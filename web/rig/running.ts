/**
 * The page's link at work: where the bridge is, when to try, whose token it is, and laps on their way into the library.
 *
 * It tries on its own while somebody looks at live numbers, and all the time once it is paired, in the background too:
 * the game covers the page while laps are driven. Whoever never used a rig-bridge is never knocked for. On a hosted page
 * nothing is tried that would make the browser ask, but on a click.
 */
import type { FromRig, RigState, RigTiming } from '#shared/api'
import { library } from '#web/state'
import type { ToldFrames } from './feed.ts'
import { createLapRequests } from './lap-requests.ts'
import type { LinkState } from './link.ts'
import { localPermission, rigPlaceOf } from './place.ts'
import { createRigSocket, type RigSocket, type Want } from './socket.ts'
import { createLapTaker } from './take-laps.ts'
import { createTokenKeeper } from './token.ts'

/** What screens see, to be written here only. */
export interface RigView {
  link: LinkState
  state: RigState | null
  timing: RigTiming | null
  lapsKept: number
  problem: string | null
  isTaking: boolean
  readonly frames: ToldFrames
}

export interface RunningRig {
  start(): Promise<void>
  connect(): Promise<void>
  refresh(): void
  askCode(): void
  pair(code: string): void
  forget(): Promise<void>
  takeLaps(signal: AbortSignal): Promise<void>
}

export const runRig = (view: RigView): RunningRig => {
  const place = rigPlaceOf(location)
  const token = createTokenKeeper()
  const isSeen = (): boolean => document.visibilityState === 'visible'

  const onLink = (link: LinkState): void => {
    view.link = link
    if (link.kind !== 'open') requests.lost()
    else taker.wake()
    if (link.kind === 'lost' && place.kind === 'hosted') void askAgainLater()
  }

  const onMessage = (message: FromRig): void => {
    if (message.type === 'state') view.state = message.state
    if (message.type === 'timing') view.timing = message.timing
    if (message.type === 'lap') taker.wake()
    requests.hear(message)
  }

  const socket: RigSocket = createRigSocket(place.kind === 'nowhere' ? '' : place.url, {
    app: `Paddock ${__PADDOCK_VERSION__}`,
    name: nameOfBrowser(),
    token,
    wants: (): readonly Want[] => [
      ...(view.frames.count() > 0 ? (['live'] as const) : []),
      ...(view.isTaking ? (['laps'] as const) : []),
    ],
    mayRetry: () => token.isKnown() || (isSeen() && view.frames.count() > 0),
    onLink,
    onMessage,
    onFrame: view.frames.tell,
    onChunk: chunk => requests.hearChunk(chunk),
    ...(place.kind === 'nowhere' && { first: { kind: 'nowhere' } as const }),
  })
  const requests = createLapRequests(socket.send)
  const taker = createLapTaker({
    requests,
    bridgeId: () => (view.link.kind === 'open' ? view.link.bridgeId : null),
    waiting: () => view.state?.waitingLaps ?? 0,
    library: () => library.now,
    onKept: () => {
      view.lapsKept += 1
    },
    onProblem: problem => {
      view.problem = problem
    },
  })
  view.link = socket.link()

  /** A browser that would ask each time is not made to. */
  const askAgainLater = async (): Promise<void> => {
    const permission = await localPermission()
    if (permission === 'denied') socket.tell({ kind: 'denied' })
    else if (permission === 'prompt') socket.tell({ kind: 'must-explain', permission })
  }

  let isStarted = false
  const follow = (): void => {
    if (isStarted) return
    isStarted = true
    addEventListener('online', socket.nudge)
    document.addEventListener('visibilitychange', () => {
      if (isSeen()) socket.nudge()
    })
  }

  return {
    refresh: socket.refresh,
    askCode: socket.askCode,
    pair: socket.pair,
    forget: socket.forget,

    async start() {
      if (place.kind === 'nowhere') return
      if (isStarted) socket.nudge()
      if (isStarted && socket.link().kind !== 'off') return
      follow()
      const isPaired = (await token.read()) !== null
      if (place.kind === 'home') return socket.want()
      const permission = await localPermission()
      if (permission === 'denied') socket.tell({ kind: 'denied' })
      else if (permission === 'granted' && isPaired) socket.want()
      else socket.tell({ kind: 'must-explain', permission })
    },

    async connect() {
      if (place.kind === 'nowhere') return
      follow()
      if (place.kind === 'hosted' && (await localPermission()) === 'denied') socket.tell({ kind: 'denied' })
      else socket.want()
    },

    async takeLaps(signal) {
      view.isTaking = true
      socket.refresh()
      await taker.run(signal)
      view.isTaking = false
      socket.refresh()
    },
  }
}

/** As the bridge lists it: enough to tell two browsers of one machine apart. */
const nameOfBrowser = (): string => {
  const agent = navigator.userAgent
  const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find(word => agent.includes(word)) ?? 'Browser'
  return `${browser === 'Edg' ? 'Edge' : browser} · ${location.host}`.slice(0, 80)
}
