/**
 * Which of those we heard of are dialled, and when: enough neighbours that the league holds together when a relay stops,
 * and never a flood.
 *
 * Invariants: whoever has NEIGHBOURS sessions dials nobody further; two dials at a time, DIALS.perMinute a minute; a card
 * that leads nowhere is tried ever less often, and forgotten when nobody told of it for ten minutes; nobody who is
 * connected is dialled, and of two who heard of each other the one with the higher id waits, so that they do not both
 * dial. After `stop` nothing is begun.
 */
import type { DeviceId } from '#shared/logbook'
import type { Attached } from '../mesh-model.ts'
import type { Clock, Wire } from '../wire.ts'
import type { Acquaintance } from './known-cards.ts'
import type { Meeting } from './meeting.ts'
import type { MeetingPlace } from './places.ts'

export interface NeighboursOptions {
  readonly own: DeviceId
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly meeting: Pick<Meeting, 'known' | 'seek' | 'onKnown'>
  /** Devices with a session. */
  readonly connected: () => readonly DeviceId[]
  /** Whether this device can dial there at all, as things are. */
  readonly canDial: (place: MeetingPlace) => boolean
  /** Null when nobody is there; never rejects. It has a time limit of its own. */
  readonly dial: (place: MeetingPlace) => Promise<Wire | null>
  /** The handshake. */
  readonly greet: (wire: Wire) => Promise<Attached>
}

export interface Neighbours {
  /** Somebody came or went, or can be reached now who could not. */
  look(): void
  pause(isPaused: boolean): void
  stop(): void
}

/** A random graph of this degree stays whole while half of its members go at once. */
export const NEIGHBOURS = 8
export const DIALS = { atOnce: 2, perMinute: 12 } as const
/** Sought again while there are too few, ever less often: those told of may not have answered. */
const SEEK_AGAIN_MS = 60_000
const SEEK_AT_LATEST_MS = 10 * 60_000
/** Changes of what is wanted come in a handful. */
const SEEK_SETTLE_MS = 300
/** How long the one with the higher id leaves it to the other. */
const PATIENCE_MS = 4_000
const AGAIN_MS = 5_000
const AGAIN_AT_LATEST_MS = 2 * 60_000

interface Try {
  readonly at: number
  readonly count: number
  readonly notBefore: number
}

export const createNeighbours = (options: NeighboursOptions): Neighbours => {
  const { own, clock, random, meeting, connected, canDial, dial, greet } = options
  const tries = new Map<DeviceId, Try>()
  const dialling = new Set<DeviceId>()
  let dialsLeft: number = DIALS.perMinute
  let paidAt = clock.now()
  let sought = 0
  let patienceMs = SEEK_AGAIN_MS
  let stopLook: (() => void) | null = null
  let seeking: { readonly at: number; readonly stop: () => void } | null = null
  let isPaused = false
  let isStopped = false

  const spread = (ms: number): number => ms * (0.5 + random() / 2)

  const tryOf = ({ device, at }: Acquaintance): Try => {
    const before = tries.get(device)
    if (before?.at === at) return before
    const first = { at, count: 0, notBefore: clock.now() + (own > device ? spread(PATIENCE_MS) : 0) }
    tries.set(device, first)
    return first
  }

  const earn = (): void => {
    const now = clock.now()
    dialsLeft = Math.min(DIALS.perMinute, dialsLeft + (Math.max(0, now - paidAt) / 60_000) * DIALS.perMinute)
    paidAt = now
  }

  const missing = (): number => Math.max(0, NEIGHBOURS - connected().length)

  const meet = async (acquaintance: Acquaintance): Promise<void> => {
    for (const place of acquaintance.places) {
      if (isStopped || !canDial(place)) continue
      const wire = await dial(place)
      if (!wire) continue
      if (isStopped) return wire.abort('not wanted any more')
      // Whoever is there: the handshake finds out, and a member the card did not speak of is welcome all the same.
      await greet(wire)
      return
    }
  }

  const attempt = async (acquaintance: Acquaintance): Promise<void> => {
    const { device, at } = acquaintance
    dialling.add(device)
    dialsLeft--
    const { count } = tryOf(acquaintance)
    const wait = Math.min(AGAIN_AT_LATEST_MS, AGAIN_MS * 2 ** count)
    tries.set(device, { at, count: count + 1, notBefore: clock.now() + spread(wait) })
    try {
      await meet(acquaintance)
    } finally {
      dialling.delete(device)
      look()
    }
  }

  /** Those who can be tried, each with how long it is to wait. */
  const open = (): { readonly who: Acquaintance; readonly waitMs: number }[] => {
    const known = meeting.known()
    const here = new Set(connected())
    const devices = new Set(known.map(({ device }) => device))
    for (const device of tries.keys()) if (!devices.has(device)) tries.delete(device)
    return known
      .filter(({ device, places }) => !here.has(device) && !dialling.has(device) && places.some(canDial))
      .map(who => ({ who, waitMs: tryOf(who).notBefore - clock.now() }))
  }

  const lookLater = (ms: number): void => {
    stopLook?.()
    stopLook = clock.after(ms, () => {
      stopLook = null
      look()
    })
  }

  const look = (): void => {
    if (isStopped || isPaused) return
    seekWhatIsMissing()
    earn()
    if (missing() === 0) return
    const all = open()
    const room = Math.min(DIALS.atOnce, missing()) - dialling.size
    const due = all.filter(({ waitMs }) => waitMs <= 0)
    const now = due.slice(0, Math.max(0, Math.min(room, Math.floor(dialsLeft))))
    for (const { who } of now) void attempt(who)
    const waits = all.map(({ waitMs }) => waitMs).filter(waitMs => waitMs > 0)
    if (due.length > now.length) waits.push(SEEK_SETTLE_MS)
    if (waits.length > 0) lookLater(Math.min(...waits))
  }

  const seekAfter = (ms: number): void => {
    const at = clock.now() + ms
    if (seeking && seeking.at <= at) return
    seeking?.stop()
    seeking = {
      at,
      stop: clock.after(ms, () => {
        seeking = null
        if (isStopped || isPaused) return
        const wanted = missing()
        patienceMs = wanted === sought ? Math.min(SEEK_AT_LATEST_MS, patienceMs * 2) : SEEK_AGAIN_MS
        sought = wanted
        meeting.seek(sought)
        if (sought > 0) seekAfter(patienceMs)
      }),
    }
  }

  const seekWhatIsMissing = (): void => {
    if (missing() !== sought) seekAfter(SEEK_SETTLE_MS)
  }

  meeting.onKnown(() => look())

  return {
    look,
    pause(paused) {
      isPaused = paused
      if (!paused) look()
    },
    stop() {
      isStopped = true
      stopLook?.()
      seeking?.stop()
    },
  }
}
