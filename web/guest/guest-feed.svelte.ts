/** A guest's feed: the same numbers as the page of the machine itself, over a link that has nothing but live frames. */
import { RIG_SOCKET_PATH, type RigState, type RigTiming } from '#shared/api'
import { createFrames, type LinkState, type LiveFeed, loadRigSocket } from '#web/rig'

export class GuestFeed implements LiveFeed {
  link = $state.raw<LinkState>({ kind: 'looking', tries: 0, wasOpen: false })
  state = $state.raw<RigState | null>(null)
  timing = $state.raw<RigTiming | null>(null)
  readonly frames = createFrames()

  /** Connects, and again whenever the link is lost, until the page ends. */
  async start(secret: string): Promise<void> {
    const { createRigSocket } = await loadRigSocket()
    const socket = createRigSocket(`ws://${location.host}${RIG_SOCKET_PATH}`, {
      app: `Paddock ${__PADDOCK_VERSION__}`,
      name: 'guest',
      token: { read: async () => secret, keep: async () => false, drop: async () => {} },
      wants: () => ['live'],
      mayRetry: () => true,
      onLink: link => {
        this.link = link
      },
      onMessage: message => {
        if (message.type === 'state') this.state = message.state
        if (message.type === 'timing') this.timing = message.timing
      },
      onFrame: this.frames.tell,
    })
    addEventListener('online', socket.nudge)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') socket.nudge()
    })
    socket.want()
  }
}
