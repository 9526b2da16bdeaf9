/**
 * The home server: http://localhost:7420, held by one of the Paddock programs of this machine.
 *
 * | port is            | at the start        | later                                     | state      |
 * |--------------------|---------------------|-------------------------------------------|------------|
 * | free               | take it             | take it                                   | serving    |
 * | held by a Paddock  | wait for it         | wait for it                               | waiting    |
 * | held by a stranger | fail, tagged        | keep trying: a running program goes on    | blocked    |
 *
 * Whoever waits tries to take the port every POLL_MS; listening is what decides, so two that wait cannot both
 * win, and a killed holder (its port is free at once) is replaced within 2 s: POLL_MS + at most one question.
 */
import { setTimeout as delay } from 'node:timers/promises'
import {
  askPort,
  DEFAULT_SERVER_LIMITS,
  type Held,
  holdPort,
  type PortHandler,
  type ServerLimits,
} from '#node/http'
import type { Log } from '#node/log'
import type { Page } from '#node/page'
import { HOME_PATH, type HomeIdentity, homeIdentitySchema, RELAY_PORT, RIG_PORT } from '#shared/api'
import { createHomeHandler } from './handler.ts'
import { DEFAULT_PROXY_LIMITS, type ProxyLimits } from './proxy.ts'

const POLL_MS = 500

/** Somebody who is just starting or stopping may not answer; a stranger still does not after this many questions. */
const QUESTIONS = 3
const ASK_AGAIN_MS = 200

export type HomeState =
  | { readonly kind: 'serving'; readonly port: number }
  | { readonly kind: 'waiting'; readonly holder: HomeIdentity }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'closed' }

export interface Home {
  state(): HomeState
  /** Settles when this home serves the port; rejects when it was closed before. */
  readonly serving: Promise<{ readonly port: number }>
  /** Stops listening at once, lets running requests finish for at most `graceMs`. */
  close(graceMs?: number): Promise<void>
}

export type HomeStart =
  | { readonly ok: true; readonly home: Home }
  | { readonly ok: false; readonly kind: 'foreign-program' | 'not-allowed'; readonly message: string }

export interface HomeOptions {
  /** 0 takes any free port: there is never anybody to wait for then. */
  readonly port: number
  readonly page: Page
  readonly version: string
  readonly log: Log
  readonly relayPort?: number
  readonly rigPort?: number
  /** Given by a program that is the rig-bridge; two hops less for 60 frames a second. */
  readonly rigHere?: PortHandler
  readonly serverLimits?: ServerLimits
  readonly proxyLimits?: ProxyLimits
}

const RELAY_NOT_RUNNING =
  'The relay is not running on this machine, so leagues and results cannot be reached; your own laps are in this browser and not affected: type "npm start" in the Paddock folder.'
const RIG_NOT_RUNNING =
  'The rig-bridge is not running on this machine, so no live data arrives from a simulator; saved laps are not affected: start it on the PC with the simulator and try again.'

export const startHome = async (options: HomeOptions): Promise<HomeStart> => {
  const { log, port } = options
  const handler = createHomeHandler({
    page: options.page,
    relay: { port: options.relayPort ?? RELAY_PORT, notRunning: RELAY_NOT_RUNNING },
    rig: { port: options.rigPort ?? RIG_PORT, notRunning: RIG_NOT_RUNNING },
    rigHere: options.rigHere ?? null,
    identity: { paddock: 'home', version: options.version, pid: process.pid },
    proxyLimits: options.proxyLimits ?? DEFAULT_PROXY_LIMITS,
    onBug: error => log.error('the home server failed to answer', { error }),
  })
  const hold = (): Promise<Held> => holdPort(handler, port, options.serverLimits ?? DEFAULT_SERVER_LIMITS)
  const closing = new AbortController()
  const serving = Promise.withResolvers<{ port: number }>()
  // Nobody need be interested in whether a home that was closed ever served.
  serving.promise.catch(() => {})
  let held: Extract<Held, { kind: 'held' }> | null = null
  let state: HomeState = { kind: 'blocked' }

  const serve = (taken: Extract<Held, { kind: 'held' }>): void => {
    held = taken
    state = { kind: 'serving', port: taken.port }
    serving.resolve({ port: taken.port })
  }

  const waitForPort = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await delay(POLL_MS, undefined, { signal: closing.signal })
      const result = await hold()
      if (result.kind === 'held') {
        if (closing.signal.aborted) return await result.release(0)
        log.info('this program now serves the page', { port: result.port })
        return serve(result)
      }
      const occupant = await askPort(port, HOME_PATH, homeIdentitySchema)
      if (closing.signal.aborted) return
      if (occupant.kind === 'paddock') state = { kind: 'waiting', holder: occupant.identity }
      else if (occupant.kind === 'foreign' && state.kind !== 'blocked') {
        state = { kind: 'blocked' }
        log.warn('another program has taken the port of the page', { port })
      }
    }
  }

  for (let question = 1; ; question++) {
    const result = await hold()
    if (result.kind === 'held') {
      serve(result)
      break
    }
    if (result.kind === 'refused')
      return { ok: false, kind: 'not-allowed', message: notAllowed(port, result.code) }
    const occupant = await askPort(port, HOME_PATH, homeIdentitySchema)
    if (occupant.kind === 'paddock') {
      state = { kind: 'waiting', holder: occupant.identity }
      log.info('another Paddock program serves the page; this one takes over when it stops', {
        port,
        pid: occupant.identity.pid,
        version: occupant.identity.version,
      })
      break
    }
    if (question >= QUESTIONS) return { ok: false, kind: 'foreign-program', message: foreign(port) }
    await delay(ASK_AGAIN_MS)
  }

  const waiting = state.kind === 'waiting' ? waitForPort() : Promise.resolve()
  const finished = waiting.catch((error: unknown) => {
    if (!closing.signal.aborted) log.error('waiting for the port of the page failed', { error })
  })

  const close = async (graceMs = 0): Promise<void> => {
    closing.abort()
    state = { kind: 'closed' }
    serving.reject(new Error('the home server was closed'))
    await finished
    await held?.release(graceMs)
    held = null
  }
  return { ok: true, home: { state: () => state, serving: serving.promise, close } }
}

const foreign = (port: number): string =>
  `Port ${port} is used by a program that is not Paddock, so the page has no place to be and nothing was started: stop that program, or choose another port with --home-port.`

const notAllowed = (port: number, code: string): string =>
  `Port ${port} cannot be used on this machine (${code}), so nothing was started: choose another with --home-port.`
