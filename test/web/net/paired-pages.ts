/** Two ends of a paired connection in one page, met as two screens would make them meet. */
import { onTestFinished } from 'vitest'
import { answerConnection, createDataChannelWire, offerConnection } from '#web/net'

export const meetInOnePage = async () => {
  const offered = await offerConnection()
  onTestFinished(() => offered.close())
  const answered = await answerConnection(offered.sdp)
  onTestFinished(() => answered.close())
  await offered.accept(answered.sdp)
  const [offering, answering] = await Promise.all([offered.wires, answered.wires])
  return { offered, answered, offering, answering }
}

/** A wire of each end, the offering one first. */
export const wirePair = async (channel = 1) => {
  const { offering, answering, offered, answered } = await meetInOnePage()
  return { near: offering[channel]!, far: answering[channel]!, offered, answered }
}

/** A wire whose other end is a bare data channel, to say what a wire never would. */
export const wireToLiar = async () => {
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()]
  onTestFinished(() => {
    here.close()
    there.close()
  })
  here.addEventListener('icecandidate', ({ candidate }) => void there.addIceCandidate(candidate ?? undefined))
  there.addEventListener('icecandidate', ({ candidate }) => void here.addIceCandidate(candidate ?? undefined))
  const wire = createDataChannelWire(
    here.createDataChannel('paddock', { negotiated: true, id: 0 }),
    { own: 'a', other: 'b' },
    'paired',
  )
  const liar = there.createDataChannel('paddock', { negotiated: true, id: 0 })
  await here.setLocalDescription()
  await there.setRemoteDescription(here.localDescription!)
  await there.setLocalDescription()
  await here.setRemoteDescription(there.localDescription!)
  await new Promise(resolve => liar.addEventListener('open', resolve))
  return { wire, liar }
}
