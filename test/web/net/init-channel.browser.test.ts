/** What libp2p's transport asks of its "init" channel, asked after the other end has closed it. */
import { expect, test } from 'vitest'
import '../../../web/net/init-channel.ts'

const told = (target: EventTarget, type: string): Promise<Event> =>
  new Promise(resolve => target.addEventListener(type, resolve, { once: true }))

/** Two ends in one page; the far one does with each channel it is shown as it is told. */
const connected = async (label: string, onChannel: (channel: RTCDataChannel) => void) => {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()]
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined)
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined)
  far.ondatachannel = ({ channel }) => onChannel(channel)
  const channel = near.createDataChannel(label)
  await near.setLocalDescription()
  await far.setRemoteDescription(near.localDescription!)
  await far.setLocalDescription()
  await near.setRemoteDescription(far.localDescription!)
  return {
    channel,
    close() {
      near.close()
      far.close()
    },
  }
}

test('a channel that was opened and closed before anybody looked is open, and closed once it is closed', async () => {
  const { channel, close } = await connected('init', seen => seen.close())
  expect(channel.readyState).toBe('connecting')
  await told(channel, 'close')
  expect(channel.readyState).toBe('open')
  const closed = told(channel, 'close')
  channel.close()
  await closed
  close()
})

test('a channel that nobody closed before is open, and closed when both ends know', async () => {
  const { channel, close } = await connected('init', () => {})
  await told(channel, 'open')
  const closed = told(channel, 'close')
  channel.close()
  await closed
  close()
})

test('any other channel is the one of the browser', async () => {
  const { channel, close } = await connected('', seen => seen.close())
  expect(channel).toBeInstanceOf(RTCDataChannel)
  await told(channel, 'close')
  expect(channel.readyState).toBe('closed')
  close()
})
