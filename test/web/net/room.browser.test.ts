/** A crew's room between pages: documents of any size, and whoever is there by name only if they signed. */
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type ChunkedChannel,
  createChunkedConnection,
  MAX_ROOM_MESSAGE_BYTES,
} from '../../../web/net/chunked-connection.ts'

const ChunkedConnection = createChunkedConnection()

/** Both ends as simple-peer has them: one makes the channel, the other is told of it. */
const chunkedPair = async () => {
  const [here, there] = [new ChunkedConnection(), new ChunkedConnection()]
  onTestFinished(() => {
    here.close()
    there.close()
  })
  here.addEventListener('icecandidate', ({ candidate }) => void there.addIceCandidate(candidate ?? undefined))
  there.addEventListener('icecandidate', ({ candidate }) => void here.addIceCandidate(candidate ?? undefined))
  const near = here.createDataChannel('room') as unknown as ChunkedChannel
  const far = new Promise<ChunkedChannel>(resolve => {
    there.ondatachannel = ({ channel }) => resolve(channel as unknown as ChunkedChannel)
  })
  const opened = new Promise(resolve => {
    near.onopen = resolve
  })
  await here.setLocalDescription()
  await there.setRemoteDescription(here.localDescription!)
  await there.setLocalDescription()
  await here.setRemoteDescription(there.localDescription!)
  await opened
  return { near, far: await far }
}

const heard = (channel: ChunkedChannel): ArrayBuffer[] => {
  const messages: ArrayBuffer[] = []
  channel.onmessage = ({ data }) => messages.push(data)
  return messages
}

describe('a channel of a room', () => {
  test('carries messages of any size, whole and in order', async () => {
    const { near, far } = await chunkedPair()
    const messages = heard(far)
    const sizes = [0, 1, 65_532, 65_533, 262_145, 1_000_000, 5_000_000]
    for (const [i, size] of sizes.entries()) near.send(new Uint8Array(size).fill(i))
    await expect.poll(() => messages.length, { timeout: 10_000 }).toBe(sizes.length)
    expect(messages.map(message => message.byteLength)).toEqual(sizes)
    for (const [i, message] of messages.entries()) {
      const bytes = new Uint8Array(message)
      expect(bytes.every(byte => byte === i)).toBe(true)
    }
  })

  test('closes rather than hold what is larger than any document', async () => {
    const { near, far } = await chunkedPair()
    near.send(new Uint8Array(MAX_ROOM_MESSAGE_BYTES + 1))
    await expect.poll(() => far.readyState).toBe('closed')
  })
})
