/**
 * Keeps a league in touch with whoever is at the addresses it knows: tries each, waits longer each time, tries again.
 *
 * Invariants: an address is left alone while the device that was met there is connected; waits are spread by half, so that
 * fifty programs whose relay comes back do not come in one moment; after `stop` nothing is begun.
 */
import type { DeviceId } from '#shared/logbook'
import type { Attached, Clock, EndReason, Wire } from '#shared/sync'

export interface DiallerParts {
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly dial: (
    address: string,
    signal: AbortSignal,
  ) => Promise<{ ok: true; wire: Wire } | { ok: false; reason: string }>
  /** The handshake. */
  readonly greet: (wire: Wire) => Promise<Attached>
  readonly isConnected: (device: DeviceId) => boolean
  readonly onMet: (address: string) => void
}

export interface Dialler {
  /** Adds to what is tried. */
  add(addresses: readonly string[]): void
  /** The same for what nobody answers for: forgotten when nobody of the league was met there after some tries. */
  addFound(addresses: readonly string[]): void
  /** Somebody came or went. */
  look(): void
  stop(): void
}

const FIRST_MS = 1_000
/** Whoever was lost or just heard of is looked for this often; after a while seldom. */
const QUICK_MS = 10_000
const QUICK_FOR_MS = 5 * 60_000
const LONGEST_MS = 5 * 60_000
/** Somebody is there who will not have us: a new version, or an admission, is needed first. */
const UNWELCOME_MS = 10 * 60_000
const DIAL_MS = 20_000
/** Peers may tell us addresses; trying them all must not become a flood. */
const MAX_PLACES = 64
/** Beside them, found by chance. */
const MAX_FOUND = 16
const TRIES_OF_FOUND = 3

/** Not `wrong-league`: whoever has not heard of our invitation yet says that too. */
const UNWELCOME: ReadonlySet<EndReason> = new Set([
  'wrong-proof',
  'removed',
  'newer-version',
  'older-version',
])

interface Place {
  readonly address: string
  readonly isFound: boolean
  failures: number
  device: DeviceId | null
  /** When it was met, lost or first heard of. */
  since: number
  isTrying: boolean
  stopWaiting: (() => void) | null
}

export const createDialler = (parts: DiallerParts): Dialler => {
  const { clock, random, dial, greet, isConnected, onMet } = parts
  const places = new Map<string, Place>()
  const stopped = new AbortController()

  const isMet = ({ device }: Place): boolean => device !== null && isConnected(device)

  const wait = (place: Place, ms: number): void => {
    place.stopWaiting?.()
    place.stopWaiting = clock.after(ms * (0.5 + random() / 2), () => {
      place.stopWaiting = null
      void attempt(place)
    })
  }

  const tryOnce = async (place: Place): Promise<EndReason | null> => {
    const dialled = await dial(place.address, AbortSignal.any([stopped.signal, AbortSignal.timeout(DIAL_MS)]))
    if (!dialled.ok) return 'no-answer'
    if (stopped.signal.aborted) {
      dialled.wire.abort('not wanted any more')
      return 'closed'
    }
    const attached = await greet(dialled.wire)
    if (!attached.ok) return attached.reason
    place.device = attached.device
    place.since = clock.now()
    onMet(place.address)
    return null
  }

  const attempt = async (place: Place): Promise<void> => {
    if (place.isTrying || stopped.signal.aborted || isMet(place)) return
    place.isTrying = true
    place.stopWaiting?.()
    place.stopWaiting = null
    const reason = await tryOnce(place)
    place.isTrying = false
    if (stopped.signal.aborted) return
    if (reason === null) {
      place.failures = 0
      // It may be gone again by now, and nobody would say so any more.
      if (!isMet(place)) wait(place, FIRST_MS)
      return
    }
    if (place.isFound && place.device === null && place.failures >= TRIES_OF_FOUND - 1)
      return void places.delete(place.address)
    const longest = clock.now() - place.since < QUICK_FOR_MS ? QUICK_MS : LONGEST_MS
    const backoff = Math.min(longest, FIRST_MS * 2 ** place.failures++)
    wait(place, UNWELCOME.has(reason) ? UNWELCOME_MS : backoff)
  }

  const add = (addresses: readonly string[], isFound: boolean, most: number): void => {
    for (const address of addresses) {
      const alike = [...places.values()].filter(place => place.isFound === isFound).length
      if (places.has(address) || alike >= most) continue
      const place: Place = {
        ...{ address, isFound, failures: 0, device: null, since: clock.now() },
        ...{ isTrying: false, stopWaiting: null },
      }
      places.set(address, place)
      void attempt(place)
    }
  }

  return {
    add: addresses => add(addresses, false, MAX_PLACES),
    addFound: addresses => add(addresses, true, MAX_FOUND),
    look: () => {
      for (const place of places.values()) {
        if (place.device === null || isMet(place) || place.isTrying || place.stopWaiting) continue
        place.since = clock.now()
        wait(place, FIRST_MS)
      }
    },
    stop: () => {
      stopped.abort()
      for (const place of places.values()) place.stopWaiting?.()
    },
  }
}
