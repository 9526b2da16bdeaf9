/** Half a gigabyte through one stream of two libp2p hosts: slow on a small machine, so no part of every test run. */
import { expect, test } from 'vitest'
import type { Wire } from '#shared/sync'
import { dialled, startHost, tcpAddress } from './hosts.ts'

const MB = 1024 * 1024

const drain = async (wire: Wire): Promise<number> => {
  let bytes = 0
  for await (const piece of wire.received) bytes += piece.length
  return bytes
}

test('500 MB over one stream arrive with flat memory', { timeout: 120_000 }, async () => {
  const host = await startHost()
  const sender = await startHost({ port: null })
  const wire = await dialled(sender, tcpAddress(host))
  const reading = drain(await host.nextWire())
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  const piece = new Uint8Array(256 * 1024).fill(7)
  for (let sent = 0; sent < 500 * MB; sent += piece.length) {
    await wire.send(piece)
    if (sent % (16 * MB) === 0) most = Math.max(most, process.memoryUsage().arrayBuffers)
  }
  await wire.close()
  expect(await reading).toBe(500 * MB)
  expect(most - before).toBeLessThan(256 * MB)
})
