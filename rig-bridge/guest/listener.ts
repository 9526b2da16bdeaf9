/** The guests' port: opened on request, with a secret of its own. */
import { networkInterfaces } from 'node:os'
import { holdPort } from '#node/http'
import type { Log } from '#node/log'
import type { Page } from '#node/page'
import type { RandomBytes } from '#rig-bridge/pairing'
import type { Hub, RigView } from '#rig-bridge/socket'
import { addressForGuests, ownNames } from './addresses.ts'
import { createGuestHandler } from './handler.ts'
import { openGuestSecret } from './secret.ts'
import { guestViewOf } from './view.ts'

/** Phones and streams of one house. */
const MAX_GUESTS = 16
const MAX_WAITING = 8
/** The one "pairing" all guests have. */
export const GUESTS = 'guest'

const LIMITS = { headersWithinMs: 5_000, requestWithinMs: 10_000, maxConnections: 96 }

export interface GuestOptions {
  readonly host: string
  readonly port: number
  /** Names beside this machine's own. */
  readonly names: readonly string[]
  readonly folder: string
  readonly page: Page
  readonly hub: Hub
  readonly view: RigView
  readonly log: Log
  readonly randomBytes: RandomBytes
}

export interface GuestListener {
  readonly port: number
  /** With the secret, for a QR code; null when the secret is from before the last restart. */
  address(): string | null
  /** Guests are disconnected and need the new address. Answers whether the disk took it. */
  renew(): Promise<boolean>
  close(): Promise<void>
}

export type GuestStart =
  | { readonly ok: true; readonly guest: GuestListener }
  | { readonly ok: false; readonly message: string }

const failMessage = (held: { kind: 'busy' } | { kind: 'refused'; code: string }, port: number): string =>
  held.kind === 'busy'
    ? `Port ${port} for the guest view is used by another program, so nothing was started: stop that program, or choose another port with --guest-port.`
    : `The guest view cannot listen there (${held.code}), so nothing was started: choose another --guest-host or --guest-port.`

export const startGuestListener = async (options: GuestOptions): Promise<GuestStart> => {
  const { hub, log, page, host } = options
  const secret = await openGuestSecret(options.folder, options)
  const entrance = {
    door: { knows: (token: string) => (secret.isRight(token) ? GUESTS : null), pairing: null },
    shelf: null,
    view: guestViewOf(options.view),
    maxClients: MAX_GUESTS,
    maxWaiting: MAX_WAITING,
  }
  const names = [...ownNames(), ...options.names.map(name => name.toLowerCase())]
  const handler = createGuestHandler({ hub, entrance, page, names, log })
  const held = await holdPort(handler, options.port, LIMITS, [host])
  if (held.kind !== 'held') return { ok: false, message: failMessage(held, options.port) }
  return {
    ok: true,
    guest: {
      port: held.port,
      address: () => {
        const shown = secret.shown()
        return shown === null
          ? null
          : `http://${addressForGuests(host, networkInterfaces())}:${held.port}/#${shown}`
      },
      renew: async () => {
        const isStored = secret.renew()
        hub.endPairing(GUESTS)
        return await isStored
      },
      close: () => held.release(0),
    },
  }
}
