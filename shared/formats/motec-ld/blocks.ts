/**
 * The list of channels: where the samples of each are and how they become numbers.
 *
 * Invariants: every block is visited once, whatever the pointers say; a block that is not wholly in the file ends the
 * list. The count in the header is not used, because some tools write nonsense there.
 */
import { MAX_CHANNELS } from '#shared/trace'
import { cleanText, type Notes } from '../common/index.ts'
import { BLOCK, textAt, viewOf } from './layout.ts'
import type { FileWindow } from './window.ts'

export interface LdChannel {
  readonly name: string
  readonly unit: string
  readonly id: number
  readonly type: SampleType
  readonly dataAt: number
  readonly count: number
  readonly rateHz: number
  /** value = raw × factor + offset. */
  readonly factor: number
  readonly offset: number
}

export type SampleType = 'i16' | 'i32' | 'f16' | 'f32' | 'f64'

export const SAMPLE_BYTES: Readonly<Record<SampleType, number>> = { i16: 2, i32: 4, f16: 2, f32: 4, f64: 8 }

/** Null when the file has no list where the header says it begins. */
export const readBlocks = async (
  window: FileWindow,
  firstBlock: number,
  notes: Notes,
): Promise<LdChannel[] | null> => {
  const channels: LdChannel[] = []
  const unknown: string[] = []
  const visited = new Set<number>()
  let at = firstBlock
  while (at !== 0 && visited.size < MAX_CHANNELS) {
    const bytes = visited.has(at) ? null : await window.bytes(at, BLOCK.size)
    if (!bytes || bytes.length < BLOCK.size) {
      if (visited.size === 0) return null
      notes.add('problem', LIST_BROKEN)
      break
    }
    visited.add(at)
    const channel = toChannel(bytes)
    if (channel.type) channels.push({ ...channel, type: channel.type })
    else if (channel.count > 0) unknown.push(channel.name)
    at = viewOf(bytes).getUint32(BLOCK.next, true)
  }
  if (unknown.length > 0) {
    const names = unknown.slice(0, 8).join(', ') + (unknown.length > 8 ? ', …' : '')
    notes.add('dropped', `Left out because their samples are of a kind nobody has described yet: ${names}.`)
  }
  return channels
}

const LIST_BROKEN =
  'The list of channels is damaged (it runs in a circle or out of the file), so channels after the damage are missing.'

const toChannel = (bytes: Uint8Array): Omit<LdChannel, 'type'> & { readonly type: SampleType | null } => {
  const view = viewOf(bytes)
  const i16 = (at: number): number => view.getInt16(at, true)
  const u16 = (at: number): number => view.getUint16(at, true)
  const id = u16(BLOCK.id)
  const name = cleanText(textAt(bytes, BLOCK.name)) || cleanText(textAt(bytes, BLOCK.shortName))
  return {
    name: name || `Channel ${id}`,
    unit: cleanText(textAt(bytes, BLOCK.unit)),
    id,
    type: sampleType(u16(BLOCK.typeClass), u16(BLOCK.bytes)),
    dataAt: view.getUint32(BLOCK.data, true),
    count: view.getUint32(BLOCK.count, true),
    rateHz: u16(BLOCK.rate),
    ...scaling(i16(BLOCK.shift), i16(BLOCK.multiplier), i16(BLOCK.scale), i16(BLOCK.decimals)),
  }
}

const sampleType = (typeClass: number, bytes: number): SampleType | null => {
  const isWhole = typeClass === 0 || typeClass === 3 || typeClass === 5
  if (isWhole) return bytes === 2 ? 'i16' : bytes === 4 ? 'i32' : null
  if (typeClass === 7 && bytes === 2) return 'f16'
  if (typeClass === 7 && bytes === 4) return 'f32'
  return (typeClass === 7 || typeClass === 8) && bytes === 8 ? 'f64' : null
}

/**
 * value = (raw / scale × 10^−decimals + shift) × multiplier. Leaving out the multiplier is the classic fault: an ADL
 * logs engine speed in sixths. Tools that write finished floats leave these fields zero.
 */
const scaling = (
  shift: number,
  multiplier: number,
  scale: number,
  decimals: number,
): { factor: number; offset: number } => {
  const factor = (multiplier / scale) * 10 ** -decimals
  // Decimals beyond what a number can hold are damage, not a unit.
  const isUsable = multiplier !== 0 && scale !== 0 && Math.abs(decimals) <= 12
  return isUsable ? { factor, offset: shift * multiplier } : { factor: 1, offset: 0 }
}
