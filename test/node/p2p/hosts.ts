/** libp2p hosts on loopback, closed with their test. */
import { onTestFinished } from 'vitest'
import { createTransportCertificate } from '#node/identity'
import { silentLog } from '#node/log'
import { type P2pHandlers, type P2pHost, type P2pHostOptions, startP2pHost, systemClock } from '#node/p2p'
import type { Wire } from '#shared/sync'

export interface TestHost extends P2pHost {
  /** Wires others opened, in order. */
  readonly nextWire: () => Promise<Wire>
  /** Those nobody took yet. */
  readonly wireCount: () => number
}

/** One for all: making a key pair takes longer than a test. */
export const certificate = createTransportCertificate(new Date())

export const startTestHost = async (
  options: Partial<P2pHostOptions> = {},
  handlers: Partial<P2pHandlers> = {},
): Promise<TestHost> => {
  const wires: Wire[] = []
  let heard = Promise.withResolvers<void>()
  const host = await startP2pHost(
    {
      host: '127.0.0.1',
      port: 0,
      certificate,
      isWebSocketBehindHttp: false,
      isRelay: false,
      usesMdns: false,
      clock: systemClock,
      log: silentLog,
      ...options,
    },
    {
      onWire: wire => {
        wires.push(wire)
        heard.resolve()
        heard = Promise.withResolvers()
      },
      onFound: () => {},
      ...handlers,
    },
  )
  const nextWire = async (): Promise<Wire> => {
    while (wires.length === 0) await heard.promise
    return wires.shift()!
  }
  return { ...host, nextWire, wireCount: () => wires.length }
}

export const startHost = async (...args: Parameters<typeof startTestHost>): Promise<TestHost> => {
  const host = await startTestHost(...args)
  onTestFinished(() => host.close())
  return host
}

export const tcpAddress = (host: P2pHost): string => {
  const address = host.addresses().find(one => !one.includes('/udp/'))
  if (address === undefined) throw new Error('this host does not listen')
  return address
}

export const directAddress = (host: P2pHost): string => {
  const address = host.addresses().find(one => one.includes('/webrtc-direct/'))
  if (address === undefined) throw new Error('this host does not listen for WebRTC')
  return address
}

export const dialled = async (from: P2pHost, address: string): Promise<Wire> => {
  const result = await from.dial(address, AbortSignal.timeout(10_000))
  if (!result.ok) throw new Error(result.reason)
  return result.wire
}
