/**
 * A peer connection whose data channels carry messages of any size, for y-webrtc: it hands each message to the channel
 * whole, Chromium takes 256 KiB at most, and what is refused is silently lost with all that follows.
 *
 * On the channel a message is: its length (4 bytes, big endian), then its bytes, cut into frames of at most 64 KiB of
 * which only the first has the length. Both ends have to do so: this does not speak with a plain y-webrtc.
 *
 * Limits: a message of more than 16 MiB, announced or given, closes the channel before anything is allocated for it; at
 * most 4 MiB are in the channel's own buffer (it closes for good when that overflows at 16 MiB), the rest waits here.
 */

const FRAME_BYTES = 64 * 1024
const LENGTH_BYTES = 4
const BUFFERED_BYTES = 4 * 1024 * 1024
export const MAX_ROOM_MESSAGE_BYTES = 16 * 1024 * 1024
/** Waiting here: a document and what is typed while it goes out. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024

type Handler<T> = ((event: T) => void) | null

/** Sees each whole message first; false keeps it from whoever reads the channel, or from leaving. */
export interface ChannelGuard {
  hears(message: Uint8Array<ArrayBuffer>, channel: ChunkedChannel): boolean
  says(message: Uint8Array<ArrayBuffer>): boolean
}

const OPEN: ChannelGuard = { hears: () => true, says: () => true }

/** What simple-peer uses of a data channel. */
export class ChunkedChannel {
  onopen: Handler<unknown> = null
  onclose: Handler<unknown> = null
  onerror: Handler<unknown> = null
  onmessage: Handler<{ readonly data: ArrayBuffer }> = null
  onbufferedamountlow: Handler<unknown> = null
  bufferedAmountLowThreshold = 0
  readonly #channel: RTCDataChannel
  readonly #guard: ChannelGuard
  readonly #queue: Uint8Array<ArrayBuffer>[] = []
  #queued = 0
  /** What came of a message that is not whole. */
  #message: Uint8Array<ArrayBuffer> | null = null
  #expected = 0
  #filled = 0

  constructor(channel: RTCDataChannel, guard: ChannelGuard = OPEN) {
    this.#channel = channel
    this.#guard = guard
    channel.binaryType = 'arraybuffer'
    channel.bufferedAmountLowThreshold = BUFFERED_BYTES / 2
    channel.onopen = event => this.onopen?.(event)
    channel.onclose = event => this.onclose?.(event)
    channel.onerror = event => this.onerror?.(event)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#hear(data)
    channel.onbufferedamountlow = event => {
      this.#sendQueued()
      if (this.bufferedAmount <= this.bufferedAmountLowThreshold) this.onbufferedamountlow?.(event)
    }
  }

  get label(): string {
    return this.#channel.label
  }
  get readyState(): RTCDataChannelState {
    return this.#channel.readyState
  }
  get bufferedAmount(): number {
    return this.#channel.bufferedAmount + this.#queued
  }
  set binaryType(_: BinaryType) {
    // Messages are bytes, whatever is asked for.
  }

  send(given: ArrayBuffer | ArrayBufferView<ArrayBuffer>): void {
    const bytes =
      given instanceof ArrayBuffer
        ? new Uint8Array(given)
        : new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    if (!this.#guard.says(bytes)) return
    if (bytes.length > MAX_ROOM_MESSAGE_BYTES || this.#queued + bytes.length > MAX_QUEUED_BYTES) {
      this.close()
      return
    }
    const framed = new Uint8Array(LENGTH_BYTES + bytes.length)
    new DataView(framed.buffer).setUint32(0, bytes.length)
    framed.set(bytes, LENGTH_BYTES)
    this.#queue.push(framed)
    this.#queued += framed.length
    this.#sendQueued()
  }

  close(): void {
    this.#queue.length = 0
    this.#queued = 0
    this.#message = null
    this.#channel.close()
  }

  #sendQueued(): void {
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (this.#channel.readyState !== 'open' || this.#channel.bufferedAmount >= BUFFERED_BYTES) return
      const frame = next.subarray(0, FRAME_BYTES)
      this.#channel.send(frame)
      this.#queued -= frame.length
      if (next.length > FRAME_BYTES) this.#queue[0] = next.subarray(FRAME_BYTES)
      else this.#queue.shift()
    }
  }

  #hear(data: unknown): void {
    const piece = data instanceof ArrayBuffer ? this.#begin(data) : null
    if (!piece || this.#filled + piece.length > this.#expected) {
      this.close()
      return
    }
    const message = this.#roomFor(this.#filled + piece.length)
    message.set(piece, this.#filled)
    this.#filled += piece.length
    if (this.#filled < this.#expected) return
    this.#message = null
    const whole = message.slice(0, this.#expected)
    if (this.#guard.hears(whole, this)) this.onmessage?.({ data: whole.buffer })
  }

  /** What of a frame belongs to the message; null when none can begin so. */
  #begin(data: ArrayBuffer): Uint8Array<ArrayBuffer> | null {
    const frame = new Uint8Array(data)
    if (this.#message) return frame
    if (frame.length < LENGTH_BYTES) return null
    const length = new DataView(data).getUint32(0)
    if (length > MAX_ROOM_MESSAGE_BYTES) return null
    this.#expected = length
    this.#filled = 0
    return frame.subarray(LENGTH_BYTES)
  }

  /** It grows with what really came, so that announcing much and sending little costs little. */
  #roomFor(wanted: number): Uint8Array<ArrayBuffer> {
    const held = this.#message
    if (held && held.length >= wanted) return held
    const larger = new Uint8Array(Math.min(this.#expected, Math.max(wanted, (held?.length ?? 0) * 2)))
    if (held) larger.set(held.subarray(0, this.#filled))
    this.#message = larger
    return larger
  }
}

/** A class of connections, because that is what simple-peer takes. */
export const createChunkedConnection = (guard?: ChannelGuard) =>
  class ChunkedConnection extends RTCPeerConnection {
    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      return new ChunkedChannel(super.createDataChannel(label, options), guard) as unknown as RTCDataChannel
    }

    override set ondatachannel(handler: ((event: RTCDataChannelEvent) => void) | null) {
      super.ondatachannel =
        handler &&
        (({ channel }) =>
          handler({ channel: new ChunkedChannel(channel, guard) } as unknown as RTCDataChannelEvent))
    }
  }

/** For `peerOpts` of y-webrtc: no server of anybody is asked for an address. */
export const createRoomPeerOptions = (guard: ChannelGuard) => ({
  config: { iceServers: [] },
  wrtc: { RTCPeerConnection: createChunkedConnection(guard), RTCSessionDescription, RTCIceCandidate },
})
