/**
 * The way from the thread that reads to the one that keeps: records in a ring of shared memory, one writer, one reader,
 * neither ever waits for the other.
 *
 * Invariants: what `take` hands over is what `put` got, in order, none twice; a full ring refuses and stays as it is.
 * A record lies in one piece: where it does not fit before the end, a filler takes the rest. Positions count bytes for
 * ever, modulo 2^32, which the capacity, a power of two, divides.
 */

/** Beside the positions the shared block carries what both sides tell of themselves. */
export const SLOTS = { written: 0, taken: 1, stop: 2, packets: 3, seen: 4, torn: 5, dropped: 6 } as const
export type Slot = keyof typeof SLOTS

const CONTROL_BYTES = 64
/** u32 payload bytes, u32 kind, f64 instant. */
const HEAD_BYTES = 16
const FILLER = 0
const LONGEST = 64 * 1024

export const createRingMemory = (capacity: number): SharedArrayBuffer => {
  if (capacity < 2 * LONGEST || (capacity & (capacity - 1)) !== 0)
    throw new RangeError(`a ring's capacity is a power of two from ${2 * LONGEST}, not ${capacity}`)
  return new SharedArrayBuffer(CONTROL_BYTES + capacity)
}

export type TakeRecord = (kind: number, atMs: number, payload: Uint8Array) => void

export interface Ring {
  /** Kinds are from 1. False when there is no room. */
  put(kind: number, atMs: number, payload: Uint8Array): boolean
  /** For a payload of so many bytes, wherever it comes to lie. */
  hasRoom(payloadBytes: number): boolean
  /** Hands over everything there is; the payload's buffer is filled again by the next record. */
  take(each: TakeRecord): void
  /** Settles with the next record, or after so long. */
  untilPut(withinMs: number): Promise<unknown>
  get(slot: Slot): number
  set(slot: Slot, value: number): void
  readonly control: Int32Array<SharedArrayBuffer>
}

const padded = (bytes: number): number => (bytes + 7) & ~7

export const createRing = (memory: SharedArrayBuffer): Ring => {
  const control = new Int32Array(memory, 0, CONTROL_BYTES / 4)
  const capacity = memory.byteLength - CONTROL_BYTES
  const mask = capacity - 1
  const bytes = new Uint8Array(memory, CONTROL_BYTES)
  const view = new DataView(memory, CONTROL_BYTES)
  // Text is decoded from it, which shared memory does not allow.
  const payloadOut = new Uint8Array(LONGEST)

  const get = (slot: Slot): number => Atomics.load(control, SLOTS[slot]) >>> 0
  const set = (slot: Slot, value: number): void => {
    Atomics.store(control, SLOTS[slot], value | 0)
  }

  return {
    control,
    get,
    set,
    hasRoom: payloadBytes =>
      capacity - ((get('written') - get('taken')) >>> 0) >= 2 * (HEAD_BYTES + padded(payloadBytes)),
    put(kind, atMs, payload) {
      const size = HEAD_BYTES + padded(payload.length)
      if (payload.length > LONGEST) throw new RangeError(`a record of ${payload.length} bytes`)
      const written = get('written')
      let at = written & mask
      const rest = capacity - at
      const isSplit = rest < size
      const free = capacity - ((written - get('taken')) >>> 0)
      if (free < size + (isSplit ? rest : 0)) return false
      if (isSplit) {
        view.setUint32(at, rest - 8, true)
        view.setUint32(at + 4, FILLER, true)
        at = 0
      }
      view.setUint32(at, payload.length, true)
      view.setUint32(at + 4, kind, true)
      view.setFloat64(at + 8, atMs, true)
      bytes.set(payload, at + HEAD_BYTES)
      set('written', written + size + (isSplit ? rest : 0))
      Atomics.notify(control, SLOTS.written)
      return true
    },
    untilPut: async withinMs =>
      await Atomics.waitAsync(control, SLOTS.written, Atomics.load(control, SLOTS.written), withinMs).value,
    take(each) {
      const end = get('written')
      let taken = get('taken')
      while (taken !== end) {
        const at = taken & mask
        const length = view.getUint32(at, true)
        const kind = view.getUint32(at + 4, true)
        if (kind === FILLER) taken = (taken + length + 8) >>> 0
        else {
          payloadOut.set(bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length))
          each(kind, view.getFloat64(at + 8, true), payloadOut.subarray(0, length))
          taken = (taken + HEAD_BYTES + padded(length)) >>> 0
        }
        set('taken', taken)
      }
    },
  }
}
