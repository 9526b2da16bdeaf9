/** C6: what one peer can do to a libp2p host, and that others do not notice. */
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { expect, onTestFinished, test, vi } from 'vitest'
import { HOST_LIMITS } from '#node/p2p'
import { LEAGUE_PROTOCOL } from '#shared/sync'
import { dialled, startHost, tcpAddress } from './hosts.ts'

const MB = 1024 * 1024

test('C6 a peer that opens a thousand streams gets as many as leagues, and another is served as before', async () => {
  const host = await startHost()
  const calm = await startHost({ port: null })
  const address = tcpAddress(host)
  // A stranger's program, with no limits of its own.
  const flood = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [tls()],
    streamMuxers: [yamux({ maxOutboundStreams: 10_000 })],
  })
  onTestFinished(() => flood.stop())
  const connection = await flood.dial(multiaddr(address))
  const streams = await Promise.allSettled(
    Array.from({ length: 1_000 }, () =>
      connection.newStream(LEAGUE_PROTOCOL, {
        maxOutboundStreams: 10_000,
        signal: AbortSignal.timeout(10_000),
      }),
    ),
  )
  expect(streams.length).toBe(1_000)
  await vi.waitFor(() => expect(host.wireCount()).toBeGreaterThan(0))
  expect(host.wireCount()).toBeLessThanOrEqual(HOST_LIMITS.wiresPerConnection)
  const wire = await dialled(calm, address)
  await wire.send(new Uint8Array(1_000))
  await vi.waitFor(async () => {
    // The calm peer's wire is the last that came.
    for (;;) {
      const heard = await host.nextWire()
      if (heard.ends.other !== calm.peerId) continue
      for await (const piece of heard.received) {
        expect(piece.length).toBe(1_000)
        return
      }
    }
  })
})

test('C6 peers that send without pause to somebody who never reads cost him a window each', async () => {
  const host = await startHost()
  const peers = await Promise.all(Array.from({ length: 4 }, () => startHost({ port: null })))
  const before = process.memoryUsage()
  for (const peer of peers) {
    const wire = await dialled(peer, tcpAddress(host))
    const piece = new Uint8Array(64 * 1024)
    void (async () => {
      for (let sent = 0; sent < 64 * MB; sent += piece.length) await wire.send(piece)
    })()
  }
  const unread = await Promise.all(peers.map(() => host.nextWire()))
  let last = -1
  await vi.waitFor(
    () => {
      const now = process.memoryUsage().arrayBuffers
      const isStill = Math.abs(now - last) < MB
      last = now
      expect(isStill).toBe(true)
    },
    { interval: 500, timeout: 10_000 },
  )
  expect(last - before.arrayBuffers).toBeLessThan(peers.length * 12 * MB)
  for (const wire of unread) wire.abort('the test is over')
})
