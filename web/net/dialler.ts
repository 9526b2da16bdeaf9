/**
 * Keeps one league in touch with the machines whose addresses it knows: tries, waits longer each time, tries again.
 *
 * Invariants: a machine is tried at one address at a time and left alone while a device that was met there is connected;
 * nothing is tried that would make the browser ask, unless a person asked for it; after `stop` nothing is begun and what
 * is under way ends. Waits are spread by half, so that fifty pages whose relay comes back do not come in one moment.
 */
import type { DeviceId } from '#shared/logbook'
import type { Clock, EndReason, Wire } from '#shared/sync'
import type { AccessState } from './local-access.ts'
import type { Dialled } from './p2p-host.ts'
import {
  type DialableAddress,
  dialableAddresses,
  type LocalAccess,
  machineOf,
  type PagePlace,
} from './page-addresses.ts'

export interface DiallerOptions {
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly place: PagePlace
  readonly access: (wanted: LocalAccess) => Promise<AccessState>
  readonly dial: (address: string, signal: AbortSignal) => Promise<Dialled>
  /** The handshake. */
  readonly greet: (
    wire: Wire,
  ) => Promise<
    { readonly ok: true; readonly device: DeviceId } | { readonly ok: false; readonly reason: EndReason }
  >
  readonly isConnected: (device: DeviceId) => boolean
  /** Worth remembering: somebody of the league was met here. */
  readonly onMet: (address: string) => void
}

export interface Dialler {
  setAddresses(addresses: readonly string[]): void
  /** Something changed for the better (the network is back, the page is seen): tries at once what waits. */
  wake(): void
  /** Somebody came or went. */
  look(): void
  /** A person wants it now; the browser may ask. */
  askAndTry(): void
  stop(): void
}

const FIRST_MS = 1_000
/** A relay that was restarted is found again within this time, for as long as people wait for it; then within a minute. */
const QUICK_MS = 10_000
const QUICK_FOR_MS = 5 * 60_000
const LONGEST_MS = 60_000
/** However often a page is looked at, a machine is not knocked at more often than this. */
const LEAST_MS = 2_000
/** Somebody is there who will not have us: a new version, or an admission, is needed first. */
const UNWELCOME_MS = 10 * 60_000
/** Nothing answers at a port where webrtc-direct was, so it ends by this only; it takes 0.2 s where something does. */
const DIAL_MS = 8_000
/** Two pages have to find out how to reach each other first. */
const CIRCUIT_MS = 20_000

/** Not who does not know the league yet or waits to hear that we were let in: a relay learns both within a minute. */
const UNWELCOME: ReadonlySet<EndReason> = new Set([
  'wrong-proof',
  'removed',
  'newer-version',
  'older-version',
])

type Tried = Awaited<ReturnType<DiallerOptions['greet']>>
const NOBODY: Tried = { ok: false, reason: 'no-answer' }

interface Machine {
  addresses: readonly DialableAddress[]
  failures: number
  device: DeviceId | null
  /** When it was met, lost, woken or first heard of: the waits are short for a while then. */
  since: number
  triedAt: number
  isTrying: boolean
  stopWaiting: (() => void) | null
}

export const createDialler = (options: DiallerOptions): Dialler => {
  const { clock, random, place, access, dial, greet, isConnected, onMet } = options
  const machines = new Map<string, Machine>()
  const stopped = new AbortController()
  let mayAsk = false

  const isMet = ({ device }: Machine): boolean => device !== null && isConnected(device)

  const mayDial = async ({ permission }: DialableAddress): Promise<boolean> => {
    if (permission === null) return true
    const state = await access(permission)
    return state === 'granted' || (state === 'prompt' && mayAsk)
  }

  const tryOne = async ({ address, carrier }: DialableAddress): Promise<Tried> => {
    const within = AbortSignal.timeout(carrier === 'circuit' ? CIRCUIT_MS : DIAL_MS)
    const dialled = await dial(address, AbortSignal.any([stopped.signal, within]))
    if (!dialled.ok) return NOBODY
    if (stopped.signal.aborted) {
      dialled.wire.abort('not wanted any more')
      return NOBODY
    }
    const greeted = await greet(dialled.wire)
    if (greeted.ok) onMet(address)
    return greeted
  }

  const wait = (machine: Machine, ms: number): void => {
    machine.stopWaiting?.()
    machine.stopWaiting = clock.after(ms * (0.5 + random() / 2), () => {
      machine.stopWaiting = null
      void attempt(machine)
    })
  }

  const attempt = async (machine: Machine): Promise<void> => {
    if (machine.isTrying || stopped.signal.aborted || isMet(machine)) return
    machine.isTrying = true
    machine.triedAt = clock.now()
    machine.stopWaiting?.()
    machine.stopWaiting = null
    let isUnwelcome = false
    for (const dialable of machine.addresses) {
      if (!(await mayDial(dialable))) continue
      const tried = await tryOne(dialable)
      if (stopped.signal.aborted) return
      if (tried.ok) {
        machine.device = tried.device
        machine.since = clock.now()
        machine.failures = 0
        break
      }
      isUnwelcome = UNWELCOME.has(tried.reason)
      if (isUnwelcome) break
    }
    machine.isTrying = false
    const isForgotten = !machines.values().some(known => known === machine)
    if (isForgotten || isMet(machine)) return
    const longest = clock.now() - machine.since < QUICK_FOR_MS ? QUICK_MS : LONGEST_MS
    const backoff = Math.min(longest, FIRST_MS * 2 ** machine.failures)
    machine.failures++
    wait(machine, isUnwelcome ? UNWELCOME_MS : backoff)
  }

  const wake = (leastMs: number): void => {
    const now = clock.now()
    for (const machine of machines.values()) {
      machine.failures = 0
      machine.since = now
      const restMs = machine.triedAt + leastMs - now
      if (restMs <= 0) void attempt(machine)
      else if (!machine.isTrying && !isMet(machine)) wait(machine, restMs)
    }
  }

  return {
    setAddresses(addresses) {
      const dialable = dialableAddresses(addresses, place)
      const wanted = new Set(dialable.map(({ address }) => machineOf(address)))
      for (const [key, machine] of machines) {
        if (wanted.has(key)) continue
        machine.stopWaiting?.()
        machines.delete(key)
      }
      for (const key of wanted) {
        const own = dialable.filter(({ address }) => machineOf(address) === key)
        const known = machines.get(key)
        if (known) known.addresses = own
        else {
          const machine: Machine = {
            ...{ addresses: own, failures: 0, device: null, since: clock.now(), triedAt: -LEAST_MS },
            ...{ isTrying: false, stopWaiting: null },
          }
          machines.set(key, machine)
          void attempt(machine)
        }
      }
    },

    wake: () => wake(LEAST_MS),

    look() {
      for (const machine of machines.values()) {
        if (machine.isTrying || machine.stopWaiting !== null || isMet(machine)) continue
        machine.since = clock.now()
        wait(machine, FIRST_MS)
      }
    },

    askAndTry() {
      mayAsk = true
      wake(0)
    },

    stop() {
      stopped.abort()
      for (const machine of machines.values()) machine.stopWaiting?.()
      machines.clear()
    },
  }
}
