/** The bridge's own port with everything behind it pretended: a shelf, a view, and codes shown to the test. */
import { randomBytes, randomInt } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { holdPort } from '#node/http'
import { silentLog } from '#node/log'
import { createPairingCodes, openPairings, type Pairings } from '#rig-bridge/pairing'
import {
  createHub,
  createRigHandler,
  DEFAULT_SOCKET_LIMITS,
  type Entrance,
  type Hub,
  type LapShelf,
  type RigView,
  type SocketLimits,
} from '#rig-bridge/socket'
import { LIVE_BYTES, type RigLap, type RigTiming } from '#shared/api'
import { createDoor } from '../../../rig-bridge/door.ts'
import { temporaryFolder } from '../../node/support/folder.ts'

export const HOME = 'http://localhost:7420'

export const IDLE_TIMING: RigTiming = {
  session: null,
  current: null,
  last: null,
  best: null,
  bestSectorsMs: [],
  theoreticalMs: null,
  lapsDone: 0,
  fuelPerLapL: null,
  compound: '',
}

export const lapNamed = (id: string): RigLap => ({
  id,
  session: {
    id: '5'.repeat(32),
    startedAt: 1,
    utcOffsetMin: 0,
    game: 'acc',
    kind: 'practice',
    car: 'car',
    track: 'track',
    layout: '',
    driver: 'Mira Holt',
    trackLengthM: null,
    sectorCount: 3,
    isOnline: null,
  },
  measured: {
    number: 1,
    kind: 'timed',
    startMs: 0,
    endMs: 100_000,
    sectorsMs: [30_000, 30_000, 40_000],
    validity: { valid: true },
    timing: { by: 'marks' },
  },
  startedAt: 1,
  facts: { game: 'acc', sessionKind: 'practice' },
  lines: [],
  traceSha256: 'a'.repeat(64),
  traceBytes: 5,
})

export interface TestBridge {
  readonly port: number
  readonly hub: Hub
  readonly pairings: Pairings
  /** Codes shown to the person, newest last. */
  readonly codes: string[]
  /** What was confirmed, and for whom. */
  readonly confirmed: string[]
  timing: RigTiming
  freeBytes: number
  /** Shows a frame to everybody who wants it. */
  frame(): void
}

export interface TestBridgeOptions {
  readonly limits?: Partial<SocketLimits>
  readonly laps?: readonly RigLap[]
  readonly allowOrigin?: readonly string[]
  readonly maxClients?: number
  readonly maxWaiting?: number
  readonly shelf?: Partial<LapShelf>
  readonly folder?: string
}

export const startTestBridge = async (options: TestBridgeOptions = {}): Promise<TestBridge> => {
  const opened = await openPairings(options.folder ?? temporaryFolder(), {
    log: silentLog,
    nowEpochMs: () => Date.now(),
    randomBytes,
  })
  if (!opened.ok) throw new Error(opened.message)
  const { pairings } = opened
  const now = (): number => performance.now()
  const limits = { ...DEFAULT_SOCKET_LIMITS, ...options.limits }
  const hub = createHub({ bridgeId: pairings.bridgeId, version: '0.1.0', log: silentLog, now, limits })
  const laps = options.laps ?? []
  const confirmed: string[] = []
  const codes: string[] = []
  const view: RigView = {
    state: () => ({
      source: { kind: 'reading', game: 'acc', samplesPerS: 333 },
      recording: { kind: 'on' },
      waitingLaps: laps.length,
      freeBytes: bridge.freeBytes,
    }),
    timing: () => bridge.timing,
  }
  const shelf: LapShelf = {
    list: (_, after, limit) => {
      const from = after === null ? 0 : laps.findIndex(lap => lap.id === after) + 1
      return { laps: laps.slice(from, from + limit), more: laps.length > from + limit }
    },
    chunk: async (lap, index) =>
      laps.some(one => one.id === lap) && index === 0 ? Uint8Array.of(1, 2, 3, 4, 5) : null,
    confirm: async (lap, pairing) => {
      confirmed.push(`${lap} ${pairing}`)
      return laps.some(one => one.id === lap)
    },
    ...options.shelf,
  }
  const entrance: Entrance = {
    door: createDoor({
      pairings,
      codes: createPairingCodes({ now, randomBelow: below => randomInt(below) }),
      showCode: code => codes.push(code),
      onPaired: () => {},
    }),
    shelf,
    view,
    maxClients: options.maxClients ?? 64,
    maxWaiting: options.maxWaiting ?? 16,
  }
  pairings.onRevoked(id => hub.endPairing(id))
  const handler = createRigHandler({
    hub,
    entrance,
    version: '0.1.0',
    log: silentLog,
    allowedOrigins: port => new Set([HOME, `http://localhost:${port}`, ...(options.allowOrigin ?? [])]),
    signal: (_incoming, socket) => void socket.end('HTTP/1.1 418 Signal\r\n\r\n'),
    health: () => false,
  })
  const held = await holdPort(handler, 0)
  if (held.kind !== 'held') throw new Error(held.kind)
  const ticking = setInterval(() => hub.tell(), 16)
  let number = 0
  const bridge: TestBridge = {
    port: held.port,
    hub,
    pairings,
    codes,
    confirmed,
    timing: IDLE_TIMING,
    freeBytes: 1e9,
    frame: () => {
      const frame = new Uint8Array(LIVE_BYTES)
      frame[0] = 1
      frame[1] = 1
      new DataView(frame.buffer).setUint32(4, number++, true)
      hub.live(frame)
    },
  }
  onTestFinished(async () => {
    await hub.close()
    clearInterval(ticking)
    await held.release(0)
  })
  return bridge
}
