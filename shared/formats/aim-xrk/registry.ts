/**
 * What a file has said so far about its channels and groups.
 *
 * Invariants: the first description of a channel or group stays (files repeat them); channels get slots in the
 * order they are described, so that walking a file twice gives the same slots. A channel whose samples have no
 * size is not taken: records without bytes could claim any number of samples.
 */
import { latinText, u16At, u32At } from './bytes.ts'
import { type Decoder, decoderOf } from './decoders.ts'

export interface XrkChannel {
  readonly name: string
  readonly unitCode: number
  /** Null when its values mean nothing to us. */
  readonly decoder: Decoder | null
  readonly size: number
  readonly periodMs: number
}

export interface XrkGroup {
  /** Channel indices as the file numbers them. */
  readonly members: readonly number[]
  /** Slots and sizes of the members and their sum, once all of them are described. */
  slots: readonly number[] | null
  size: number
}

export interface Registry {
  readonly channels: readonly XrkChannel[]
  /** Bytes per sample, by slot. */
  readonly sizes: readonly number[]
  /** Channel index to slot, -1 = not described. */
  readonly slotOf: Int32Array
  addChannel(bytes: Uint8Array, from: number, to: number): void
  addGroup(bytes: Uint8Array, from: number, to: number): void
  /** Null while it is unknown how long a record of this group is. */
  groupOf(index: number): XrkGroup | null
}

/** As many as a trace takes. */
export const MAX_SLOTS = 4096
const CHANNEL_BYTES = 112

export const createRegistry = (): Registry => {
  const channels: XrkChannel[] = []
  const sizes: number[] = []
  const slotOf = new Int32Array(65536).fill(-1)
  const groups = new Map<number, XrkGroup>()
  return {
    channels,
    sizes,
    slotOf,
    addChannel(bytes, from, to) {
      const index = u16At(bytes, from)
      if (to - from < CHANNEL_BYTES || slotOf[index] !== -1 || channels.length === MAX_SLOTS) return
      const size = bytes[from + 72]!
      if (size === 0) return
      slotOf[index] = channels.length
      sizes.push(size)
      channels.push({
        name: latinText(bytes, from + 32, from + 56) || latinText(bytes, from + 24, from + 32) || `#${index}`,
        unitCode: bytes[from + 12]!,
        decoder: decoderOf(bytes[from + 20]!, size),
        size,
        periodMs: u32At(bytes, from + 64) / 1000,
      })
    },
    addGroup(bytes, from, to) {
      if (to - from < 4) return
      const index = u16At(bytes, from)
      const count = u16At(bytes, from + 2)
      if (groups.has(index) || count === 0 || to - from < 4 + 2 * count) return
      const members = Array.from({ length: count }, (_, k) => u16At(bytes, from + 4 + 2 * k))
      groups.set(index, { members, slots: null, size: 0 })
    },
    groupOf(index) {
      const group = groups.get(index)
      if (!group) return null
      if (!group.slots) {
        const slots = group.members.map(member => slotOf[member]!)
        if (slots.includes(-1)) return null
        group.slots = slots
        group.size = slots.reduce((sum, slot) => sum + sizes[slot]!, 0)
      }
      return group
    },
  }
}
