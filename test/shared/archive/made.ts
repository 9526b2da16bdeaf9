/** Archives in memory: made by our writer, by fflate, and made to hurt. */
import { createHash } from 'node:crypto'
import {
  type AddOptions,
  type Archive,
  type ArchiveLimits,
  createZipWriter,
  type EntrySource,
  openArchive,
  type RandomAccess,
  type ZipWriter,
} from '../../../shared/archive/index.ts'
import { asEpochMillis } from '../../../shared/units/index.ts'

export const WRITTEN_AT = asEpochMillis(Date.UTC(2024, 4, 17, 12, 34, 56))

export const memoryOf = (bytes: Uint8Array): RandomAccess => ({
  size: bytes.length,
  read: async (offset, length) => bytes.slice(offset, offset + length),
})

export const join = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** What a writer makes of these calls, as bytes. */
export const written = async (
  fill: (writer: ZipWriter) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> => {
  const pieces: Uint8Array[] = []
  const writer = createZipWriter(bytes => void pieces.push(bytes), WRITTEN_AT)
  await fill(writer)
  await writer.close()
  return join(pieces)
}

export interface Wanted {
  readonly name: string
  readonly source: EntrySource
  readonly options?: AddOptions
}

export const archiveOf = (entries: readonly Wanted[]): Promise<Uint8Array<ArrayBuffer>> =>
  written(async writer => {
    for (const { name, source, options } of entries) await writer.add(name, source, options)
  })

export const opened = async (bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<Archive> => {
  const outcome = await openArchive(memoryOf(bytes), limits)
  if (!outcome.ok) throw new Error(outcome.problem)
  return outcome.archive
}

/** Stands for some bytes: comparing megabytes one by one takes a test runner seconds. */
export const digestOf = (bytes: Uint8Array): string =>
  `${bytes.length} bytes ${createHash('sha256').update(bytes).digest('hex')}`

/** By name of each entry: the digest of its bytes, or what is wrong with it. */
export const contentOf = async (archive: Archive): Promise<[string, string][]> => {
  const content: [string, string][] = []
  for (const entry of archive.entries) {
    const outcome = await archive.readWhole(entry)
    content.push([entry.name, outcome.ok ? digestOf(outcome.bytes) : outcome.problem])
  }
  return content
}

/** 'ok' or the problem of each entry, or of the archive. */
export const verdictsOf = async (
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<string[]> => {
  const outcome = await openArchive(memoryOf(bytes), limits)
  if (!outcome.ok) return [outcome.problem]
  return (await contentOf(outcome.archive)).map(([, got]) => (got.includes(' bytes ') ? 'ok' : got))
}

/** Bytes that differ from place to place, so that a shifted copy shows. */
export const noise = (length: number, seed = 1): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  let state = seed | 1
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1664525) + 1013904223
    bytes[i] = state >>> 24
  }
  return bytes
}

export async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** Every place where a record with this signature begins. */
export const placesOf = (bytes: Uint8Array, signature: number): number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) === signature) places.push(at)
  }
  return places
}

/** A copy with other numbers in it. */
export const altered = (bytes: Uint8Array, alter: (view: DataView) => void): Uint8Array<ArrayBuffer> => {
  const copy = new Uint8Array(bytes)
  alter(new DataView(copy.buffer))
  return copy
}

export const textOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
