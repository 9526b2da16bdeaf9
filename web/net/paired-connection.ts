/**
 * Two pages with nothing but each other: an RTCPeerConnection whose two descriptions travel as codes from screen to
 * screen. No server of anybody is asked for an address (`iceServers: []`), so it works where both can reach one another
 * directly: one machine, one Wi-Fi, one phone's hotspot.
 *
 * A person needs a while to carry the answer back: Chromium still meets when that takes 70 s (measured on loopback).
 *
 * Every channel is negotiated beforehand, by its number on both sides: none comes as a surprise, none is missed.
 */
import type { Wire } from '#shared/sync'
import { type ChannelEnds, createDataChannelWire } from './data-channel-wire.ts'
import { fingerprintOf } from './fingerprint.ts'

/** 0 is where the two agree on what they met for; each league they share gets one of the others. */
export const TALK_CHANNEL = 0
export const PAIRED_LEAGUES = 8
const WIRES = PAIRED_LEAGUES + 1

/** Host candidates are there in about 125 ms; names for them take longer on a busy machine. */
const GATHER_MS = 3_000

export interface PairedConnection {
  /** What the other side needs to know, and what it will take for ours. */
  readonly sdp: string
  /** DTLS fingerprint of this side. */
  readonly own: string
  /** Resolves when the two have met; rejects when the connection was closed before. By number of channel. */
  readonly wires: Promise<readonly Wire[]>
  close(): void
}

export interface OfferedConnection extends PairedConnection {
  /** Throws when the text is no answer to this offer. */
  accept(answer: string): Promise<void>
}

/** No address of this device could be offered: no network at all, or one the browser hides. */
export class NoAddress extends Error {
  override name = 'NoAddress'
}

interface Half {
  readonly connection: RTCPeerConnection
  readonly channels: readonly RTCDataChannel[]
  readonly meet: (ends: ChannelEnds) => void
  readonly wires: Promise<readonly Wire[]>
  readonly close: () => void
}

const createHalf = (): Half => {
  const connection = new RTCPeerConnection({ iceServers: [] })
  const channels = Array.from({ length: WIRES }, (_, id) =>
    connection.createDataChannel('paddock', { negotiated: true, id, ordered: true }),
  )
  const { promise, resolve, reject } = Promise.withResolvers<readonly Wire[]>()
  promise.catch(() => {})
  let wires: readonly Wire[] = []
  const fail = (why: string): void => {
    for (const wire of wires) wire.abort(why)
    reject(new Error(why))
  }
  const looksDead = (): boolean =>
    connection.connectionState === 'closed' || (wires.length > 0 && connection.connectionState === 'failed')
  connection.addEventListener('connectionstatechange', () => {
    if (looksDead()) close()
  })
  const close = (): void => {
    fail('the two devices lost each other')
    connection.close()
  }
  return {
    connection,
    channels,
    wires: promise,
    close,
    meet: ends => {
      const made = channels.map(channel => createDataChannelWire(channel, ends, 'paired'))
      void Promise.all(channels.map(opened)).then(() => {
        wires = made
        resolve(made)
      })
    },
  }
}

const opened = (channel: RTCDataChannel): Promise<void> =>
  new Promise(resolve => {
    if (channel.readyState === 'open') resolve()
    else channel.addEventListener('open', () => resolve(), { once: true })
  })

const gathered = (connection: RTCPeerConnection): Promise<void> =>
  new Promise(resolve => {
    const look = (): void => {
      if (connection.iceGatheringState === 'complete') done()
    }
    const done = (): void => {
      clearTimeout(timer)
      connection.removeEventListener('icegatheringstatechange', look)
      resolve()
    }
    const timer = setTimeout(done, GATHER_MS)
    connection.addEventListener('icegatheringstatechange', look)
    look()
  })

const described = async (connection: RTCPeerConnection): Promise<{ sdp: string; own: string }> => {
  await connection.setLocalDescription()
  await gathered(connection)
  const sdp = connection.localDescription?.sdp ?? ''
  const own = fingerprintOf(sdp)
  if (own === null) throw new Error('the browser described no certificate')
  if (!/^a=candidate:/m.test(sdp)) throw new NoAddress('the browser offers no address')
  return { sdp, own }
}

const fingerprintOrThrow = (sdp: string): string => {
  const fingerprint = fingerprintOf(sdp)
  if (fingerprint === null) throw new Error('the description names no certificate')
  return fingerprint
}

export const offerConnection = async (): Promise<OfferedConnection> => {
  const half = createHalf()
  const { connection, meet, wires, close } = half
  try {
    const { sdp, own } = await described(connection)
    return {
      ...{ sdp, own, wires, close },
      async accept(answer) {
        const other = fingerprintOrThrow(answer)
        await connection.setRemoteDescription({ type: 'answer', sdp: answer })
        meet({ own, other })
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

export const answerConnection = async (offer: string): Promise<PairedConnection> => {
  const half = createHalf()
  const { connection, meet, wires, close } = half
  try {
    const other = fingerprintOrThrow(offer)
    await connection.setRemoteDescription({ type: 'offer', sdp: offer })
    const { sdp, own } = await described(connection)
    meet({ own, other })
    return { sdp, own, wires, close }
  } catch (error) {
    close()
    throw error
  }
}
