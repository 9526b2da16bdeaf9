/**
 * Which connections of a room were begun and never opened. A browser notices such a dial late or never (WebRTC between
 * two pages that both dial now and then stands still), and y-webrtc has no limit of its own; once given up it
 * announces itself and dials again.
 *
 * A connection that opened is nobody's business here, also when it is silent later: the channel says when it closes.
 */

/** A dial on a loaded phone takes two or three. */
const DIAL_MS = 8_000

export interface HungDials<Dial extends { readonly connected: boolean }> {
  /** Those that were first seen longer ago than a dial may take; each is told once. */
  look(dials: Iterable<Dial>, nowMs: number): Dial[]
}

export const createHungDials = <Dial extends { readonly connected: boolean }>(): HungDials<Dial> => {
  /** NaN: opened once, or told already. */
  const begun = new WeakMap<Dial, number>()
  return {
    look(dials, nowMs) {
      const hung: Dial[] = []
      for (const dial of dials) {
        const since = begun.get(dial) ?? nowMs
        const isHung = !dial.connected && nowMs - since > DIAL_MS
        if (isHung) hung.push(dial)
        begun.set(dial, dial.connected || isHung ? Number.NaN : since)
      }
      return hung
    },
  }
}
