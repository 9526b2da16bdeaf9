/**
 * Mends a dial from page to page that never ends, for libp2p's WebRTC transport (6.0.33), by standing between it and the
 * browser: load this before that transport, which takes `RTCPeerConnection` from the globals once.
 *
 * The one who dials opens a channel named "init", waits until it is open, closes it and waits until it is closed. The
 * other end closes it too, as soon as it sees it. On a busy machine that close arrives before the dialling end looks,
 * which then waits for events that were; 3 of 65 dials between two pages hung so with both cores taken.
 *
 * Invariant: whoever asks late is told what happened; a channel is never said to be closed before it is, because its
 * number is used again then. All other channels are the browser's own.
 */
const LABEL = 'init'

/** As much of a channel as the transport uses of this one. */
class InitChannel extends EventTarget {
  readonly #channel: RTCDataChannel

  constructor(channel: RTCDataChannel) {
    super()
    this.#channel = channel
    for (const type of ['open', 'close'])
      channel.addEventListener(type, () => this.dispatchEvent(new Event(type)))
  }

  /** What was open once, is "open" until the one who opened it closes it. */
  get readyState(): RTCDataChannelState {
    return this.#channel.readyState === 'connecting' ? 'connecting' : 'open'
  }

  close(): void {
    if (this.#channel.readyState === 'closed') queueMicrotask(() => this.dispatchEvent(new Event('close')))
    else this.#channel.close()
  }
}

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options)
    return label === LABEL ? (new InitChannel(channel) as EventTarget as RTCDataChannel) : channel
  }
}
