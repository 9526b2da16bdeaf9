/**
 * Starting and stopping a rig-bridge: data folder, pairings, keeping, source, socket, guests, home, in that order.
 * What a person can put right comes back as one sentence; nothing is left running then. A page that cannot be served
 * here is no reason not to record: that is said, and the rest goes on.
 *
 * Stopping: nothing more is read, what was read is given to the journal, clients are told, files are closed.
 */
import { getRandomValues, randomBytes, randomInt } from 'node:crypto'
import { openDataFolder } from '#node/data-folder'
import { type Home, startHome } from '#node/home'
import { askPort, holdPort } from '#node/http'
import type { Log } from '#node/log'
import { createPage } from '#node/page'
import { createSignal } from '#node/signal'
import { type GuestListener, startGuestListener } from '#rig-bridge/guest'
import { createHealthHandler } from '#rig-bridge/health'
import { type Keeping, openKeeping } from '#rig-bridge/keeping'
import { type Loop, startLoop } from '#rig-bridge/loop'
import { createPairingCodes, openPairings, type Pairings } from '#rig-bridge/pairing'
import { createHub, createRigHandler, type Hub, type LapShelf } from '#rig-bridge/socket'
import { RIG_STATUS_PATH, rigStatusSchema } from '#shared/api'
import type { LapId } from '#shared/id'
import { createRecorder } from '#shared/sim'
import { type ChosenSource, chooseSource } from './choose-source.ts'
import { defaultDataFolder } from './data-place.ts'
import { createDoor } from './door.ts'
import { createFacts } from './facts.ts'
import type { RigSettings } from './settings.ts'
import { createView } from './view.ts'
import { busyMessage, noHomeMessage, secondBridgeMessage } from './words.ts'

export interface Rig {
  /** The port that was given, or chosen by the system for 0. */
  readonly port: number
  readonly dataFolder: string
  /** Null with --no-home, or when its port is not to be had. */
  readonly home: Home | null
  readonly guest: GuestListener | null
  readonly isPageBuilt: boolean
  /** A pretended game, as one line. */
  readonly pretended: string | null
  /** Sentences a person should see. */
  readonly warnings: readonly string[]
  readonly loop: Loop
  stop(graceMs: number): Promise<void>
}

export type RigStart =
  | { readonly ok: true; readonly rig: Rig }
  | { readonly ok: false; readonly message: string }

export interface RigDeps {
  readonly version: string
  readonly log: Log
  /** Puts a pairing code before the person at this machine. */
  readonly showCode: (code: string, validMs: number) => void
  readonly onPaired: (name: string) => void
}

const MAX_CLIENTS = 64
const MAX_WAITING = 16

const now = (): number => performance.now()
const nowEpochMs = (): number => Date.now()

/** Undone in reverse, when the start fails half-way. */
type Undo = (() => unknown)[]

const createShelf = ({ laps }: Keeping): LapShelf => ({
  list: (pairing, after, limit) => laps.list(pairing, after as LapId | null, limit),
  chunk: (lap, index) => laps.chunk(lap as LapId, index),
  confirm: (lap, pairing) => laps.confirm(lap as LapId, pairing),
})

const bindPairings = (pairings: Pairings, keeping: Keeping, hub: Hub, log: Log): void => {
  keeping.laps.pairings(pairings.list().map(({ id }) => id))
  pairings.onRevoked(id => {
    hub.endPairing(id)
    keeping.laps.forget(id).catch(error => log.error('a revoked page could not be forgotten', { error }))
  })
}

const isBridgeAt = async (port: number): Promise<boolean> =>
  port !== 0 && (await askPort(port, RIG_STATUS_PATH, rigStatusSchema)).kind === 'paddock'

export const startRig = async (settings: RigSettings, deps: RigDeps): Promise<RigStart> => {
  const undo: Undo = []
  try {
    const start = await startParts(settings, deps, undo)
    if (!start.ok) for (const step of undo.reverse()) await step()
    return start
  } catch (error) {
    for (const step of undo.reverse()) await step()
    throw error
  }
}

const startParts = async (settings: RigSettings, deps: RigDeps, undo: Undo): Promise<RigStart> => {
  const { version, log } = deps
  const warnings: string[] = []
  if (await isBridgeAt(settings.port)) return { ok: false, message: secondBridgeMessage(settings.port) }

  const isPretended = settings.fake !== 'off' || settings.replay !== null
  const folder = await openDataFolder(settings.data ?? defaultDataFolder(isPretended))
  if (!folder.ok) return folder
  const opened = await openPairings(folder.path, { log, nowEpochMs, randomBytes })
  if (!opened.ok) return opened
  const { pairings } = opened
  if (settings.forgetAll) await pairings.revokeAll()

  const kept = await openKeeping({
    folder: folder.path,
    log,
    fillRandom: getRandomValues,
    createRecorder,
    ...(settings.record === null ? {} : { record: settings.record }),
  })
  if (!kept.ok) return kept
  const { keeping } = kept
  undo.push(() => keeping.close())

  const chosen: ChosenSource = await chooseSource(settings)
  undo.push(() => chosen.stop())
  const { source } = chosen

  const hub = createHub({ bridgeId: pairings.bridgeId, version, log, now })
  bindPairings(pairings, keeping, hub, log)
  const codes = createPairingCodes({ now, randomBelow: below => randomInt(below) })
  const view = createView(source, keeping)
  const entrance = {
    door: createDoor({
      pairings,
      codes,
      showCode: deps.showCode,
      onPaired: name => {
        keeping.laps.pairings(pairings.list().map(({ id }) => id))
        log.info('a page was paired', { name })
        deps.onPaired(name)
      },
    }),
    shelf: createShelf(keeping),
    view,
    maxClients: MAX_CLIENTS,
    maxWaiting: MAX_WAITING,
  }

  let home: Home | null = null
  let guest: GuestListener | null = null
  const homePort = (): number => {
    const state = home?.state()
    return state?.kind === 'serving' ? state.port : settings.homePort
  }
  const origin = (port: number): string => `http://localhost:${port}`
  const facts = createFacts({
    version,
    folder: folder.path,
    source,
    keeping,
    pairings,
    hub,
    guest: () => guest,
    pageAddress: () => origin(homePort()),
  })
  const signal = createSignal(now)
  undo.push(() => signal.close())
  const handler = createRigHandler({
    hub,
    signal: signal.accept,
    entrance,
    version,
    log,
    allowedOrigins: ownPort => new Set([origin(homePort()), origin(ownPort), ...settings.allowOrigin]),
    health: createHealthHandler({
      facts,
      revoke: id => pairings.revoke(id),
      renewGuest: async () => (await guest?.renew()) ?? false,
      onBug: error => log.error('the health page could not be answered', { error }),
    }),
  })
  const held = await holdPort(handler, settings.port)
  if (held.kind !== 'held') return { ok: false, message: await busyMessage(held, settings.port) }
  undo.push(() => held.release(0))

  const page = createPage(settings.page, now)
  if (settings.guest) {
    const { guestHost: host, guestPort: port, guestName: names } = settings
    const started = await startGuestListener({
      host,
      port,
      names,
      folder: folder.path,
      page,
      hub,
      view,
      log,
      randomBytes,
    })
    if (!started.ok) return started
    const { guest: listener } = started
    guest = listener
    undo.push(() => listener.close())
  }
  if (settings.home) {
    const { homePort: wanted, relayPort } = settings
    const started = await startHome({
      port: wanted,
      page,
      version,
      log,
      relayPort,
      rigPort: held.port,
      rigHere: handler,
    })
    if (started.ok) home = started.home
    else warnings.push(noHomeMessage(wanted))
  }

  keeping.onLap(lap => hub.lap(lap))
  await source.start()
  const loop = startLoop({
    drain: () => source.drain(),
    untilNews: withinMs => source.untilNews?.(withinMs),
    keeper: keeping,
    audience: hub,
    isOfNow: chosen.isOfNow,
    now,
    nowEpochMs,
    onBug: error => log.error('one turn of the loop failed, the next goes on', { error }),
  })

  const stop = async (graceMs: number): Promise<void> => {
    signal.close()
    await Promise.all([chosen.stop(), hub.close()])
    loop.stop()
    await keeping.close()
    await Promise.all([held.release(graceMs), guest?.close(), home?.close(graceMs)])
  }
  const first = await page.answer({ method: 'HEAD', target: '/', headers: {} })
  log.info('rig-bridge started', { version, port: held.port, data: folder.path, source: source.name })
  return {
    ok: true,
    rig: {
      port: held.port,
      dataFolder: folder.path,
      home,
      guest,
      isPageBuilt: first.status === 200,
      pretended: chosen.pretended,
      warnings,
      loop,
      stop,
    },
  }
}
