/**
 * Reading a MoTeC .ld file from disk in pieces, against the speed that is promised for it. The files are made up: 120
 * channels of 16-bit words, as loggers write them, and 60 of floats, as other tools do, 120 MB each.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ByteSource } from '#shared/formats'
import { motecLdReader } from '../../shared/formats/motec-ld/index.ts'
import { type Bench, type Comparison, timeOf } from './harness.ts'

const PROMISED_MB_PER_S = 200
const HEADER_BYTES = 1762
const BLOCK_BYTES = 124

export const ldBench: Bench = {
  name: 'ld',
  about: 'MoTeC .ld files of 120 MB from disk, against 200 MB/s',
  setUp: async workload => {
    const folder = await mkdtemp(join(tmpdir(), 'paddock-ld-'))
    const samples = workload === 'full' ? 500_000 : 2000
    const closers: (() => Promise<void>)[] = []
    const compare = async (
      name: string,
      channels: number,
      column: Int16Array | Float32Array,
    ): Promise<Comparison> => {
      const { source, close } = await madeUpFile(join(folder, `${name}.ld`), channels, column)
      closers.push(close)
      return {
        name,
        unit: 'ms',
        ours: timeOf(() => readWholly(source)),
        against: `${PROMISED_MB_PER_S} MB/s`,
        peer: source.size / 1000 / PROMISED_MB_PER_S,
        target: 1,
      }
    }
    return {
      comparisons: [
        await compare(
          '16-bit words',
          120,
          Int16Array.from({ length: samples }, (_, i) => 3000 * Math.sin(i / 100)),
        ),
        await compare(
          'floats',
          60,
          Float32Array.from({ length: samples }, (_, i) => 300 * Math.sin(i / 100)),
        ),
      ],
      tearDown: async () => {
        for (const close of closers) await close()
        await rm(folder, { recursive: true })
      },
    }
  },
}

const readWholly = async (source: ByteSource): Promise<number> => {
  const outcome = await motecLdReader.read(source, {})
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log.sessions[0]!.trace.channels.length
}

/** Header, one block per channel, and the same samples for each. */
const madeUpFile = async (
  path: string,
  channels: number,
  column: Int16Array | Float32Array,
): Promise<{ source: ByteSource; close: () => Promise<void> }> => {
  const dataAt = HEADER_BYTES + channels * BLOCK_BYTES
  const head = Buffer.alloc(dataAt)
  head.writeUInt32LE(0x40, 0)
  head.writeUInt32LE(HEADER_BYTES, 8)
  head.writeUInt32LE(dataAt, 12)
  for (let c = 0; c < channels; c++) {
    const at = HEADER_BYTES + c * BLOCK_BYTES
    head.writeUInt32LE(c + 1 < channels ? at + BLOCK_BYTES : 0, at + 4)
    head.writeUInt32LE(dataAt + c * column.byteLength, at + 8)
    head.writeUInt32LE(column.length, at + 12)
    head.writeUInt16LE(column instanceof Int16Array ? 3 : 7, at + 18)
    head.writeUInt16LE(column.BYTES_PER_ELEMENT, at + 20)
    head.writeUInt16LE(100, at + 22)
    for (const word of [26, 28]) head.writeInt16LE(1, at + word)
    head.write(`Channel ${c}`, at + 32)
    head.write('km/h', at + 72)
  }
  const file = await open(path, 'w+')
  await file.write(head)
  for (let c = 0; c < channels; c++) await file.write(column)
  const size = dataAt + channels * column.byteLength
  const read: ByteSource['read'] = async (offset, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
    await file.read(bytes, 0, bytes.length, offset)
    return bytes
  }
  return { source: { name: path, size, read }, close: () => file.close() }
}
