/**
 * Starting and stopping a relay: data folder, HTTP server, home server, member of leagues, in that order, all or nothing.
 * What a person can put right comes back as one sentence; nothing is left listening then.
 */
import type { AddressInfo } from 'node:net'
import { openDataFolder } from '#node/data-folder'
import { type Home, startHome } from '#node/home'
import { askPort, createDrain } from '#node/http'
import type { Member } from '#node/league'
import type { Log } from '#node/log'
import { createPage } from '#node/page'
import { createSignal } from '#node/signal'
import { createRelayHttp, type RelayHttpLimits } from '#relay/http'
import { invitationAddresses, startRelayMember } from '#relay/league'
import { VERSION_PATH, versionSchema } from '#shared/api'
import type { RelaySettings } from './settings.ts'

export interface Relay {
  /** The port that was given, or chosen by the system for 0. */
  readonly port: number
  /** Null with --no-home. */
  readonly home: Home | null
  readonly dataFolder: string
  /** Null while it is a member of no league. */
  readonly member: Member | null
  /** What may stand in invitations; empty without a member. */
  readonly leagueAddresses: readonly string[]
  readonly isPageBuilt: boolean
  /** Stops listening at once; running requests get `graceMs` to finish. */
  stop(graceMs: number): Promise<void>
}

export type RelayStart =
  | { readonly ok: true; readonly relay: Relay }
  | { readonly ok: false; readonly message: string }

export interface RelayDeps {
  readonly version: string
  readonly log: Log
  readonly httpLimits?: RelayHttpLimits
}

export const isLoopbackAddress = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

const portToMessage = async (port: number): Promise<string> => {
  const occupant = await askPort(port, VERSION_PATH, versionSchema)
  return occupant.kind === 'paddock'
    ? `A Paddock relay (version ${occupant.identity.version}) is already running on port ${port}, so this one was not started: use that one, or give this one another --port and --data.`
    : `Port ${port} is used by a program that is not Paddock, so nothing was started: stop that program, or choose another port with --port.`
}

const listenErrorToMessage = async (error: unknown, host: string, port: number): Promise<string> => {
  const code = error instanceof Error && 'code' in error ? error.code : error
  if (code === 'EADDRINUSE') return await portToMessage(port)
  if (code === 'EACCES')
    return `This user may not listen on port ${port}, so nothing was started: choose one above 1023 with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${host} is not an address of this machine, so nothing was started: choose another with --host.`
  return `The relay cannot listen on ${host} port ${port} (${code}), so nothing was started.`
}

export const startRelay = async (settings: RelaySettings, deps: RelayDeps): Promise<RelayStart> => {
  const { log, version } = deps
  const folder = await openDataFolder(settings.data)
  if (!folder.ok) return folder

  const now = () => performance.now()
  const page = createPage(settings.page, now)
  const signal = createSignal(now)
  let home: Home | null = null
  let member: Member | null = null
  let port = settings.port
  const homePort = (): number => {
    const state = home?.state()
    return state?.kind === 'serving' ? state.port : settings.homePort
  }
  const app = createRelayHttp({
    page,
    version,
    log,
    now,
    isLoopback: isLoopbackAddress(settings.host),
    allowedHosts: settings.allowHost,
    homePort,
    signal: signal.accept,
    league: {
      libp2p: () => member?.upgrade ?? null,
      addresses: () => ({
        peerId: member?.peerId ?? null,
        addresses: member ? [...invitationAddresses(member, port)].slice(0, 32) : [],
        takesWebSocket: member !== null,
      }),
    },
    ...(deps.httpLimits ? { limits: deps.httpLimits } : {}),
  })
  const drain = createDrain(app.server)
  try {
    await app.listen({ host: settings.host, port: settings.port })
  } catch (error) {
    await app.close()
    return { ok: false, message: await listenErrorToMessage(error, settings.host, settings.port) }
  }
  app.server.on('error', error => log.error('the HTTP server had to refuse connections', { error }))
  port = (app.server.address() as AddressInfo).port
  const giveUp = async (message: string): Promise<RelayStart> => {
    await home?.close()
    signal.close()
    await app.close()
    return { ok: false, message }
  }

  if (settings.home) {
    const start = await startHome({
      port: settings.homePort,
      page,
      version,
      log,
      relayPort: port,
      rigPort: settings.rigPort,
    })
    if (!start.ok) return await giveUp(start.message)
    home = start.home
  }
  const joined = await startRelayMember({
    dataFolder: folder.path,
    links: settings.league,
    settings,
    version,
    log,
  })
  if (joined?.ok === false) return await giveUp(joined.message)
  member = joined?.member ?? null

  const stop = async (graceMs: number): Promise<void> => {
    // A WebSocket has no end to wait for; sessions say goodbye to their peers first.
    await member?.stop()
    signal.close()
    await Promise.all([home?.close(graceMs), drain.finish(app.close(), graceMs)])
  }
  const first = await page.answer({ method: 'HEAD', target: '/', headers: {} })
  log.info('relay started', { version, host: settings.host, port, data: folder.path })
  const relay: Relay = {
    port,
    home,
    dataFolder: folder.path,
    member,
    leagueAddresses: member ? invitationAddresses(member, port) : [],
    isPageBuilt: first.status === 200,
    stop,
  }
  return { ok: true, relay }
}
