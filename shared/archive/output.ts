/**
 * Small writes made into large pieces, so that a sink is called once a megabyte and not once a header.
 *
 * Invariants: pieces come in order, each with memory of its own; all but the last have PIECE bytes. Once the sink has
 * thrown, every further write throws: what it has taken has a hole.
 */
import type { ArchiveSink } from './model.ts'

export const PIECE = 1 << 20

export interface Output {
  write(bytes: Uint8Array): Promise<void>
  /** Hands on what is left. */
  flush(): Promise<void>
  /** Bytes written, handed on or not. */
  written(): number
  isBroken(): boolean
}

export const createOutput = (sink: ArchiveSink): Output => {
  let piece: Uint8Array<ArrayBuffer> | null = null
  let filled = 0
  let written = 0
  let isBroken = false

  const hand = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (isBroken) throw new Error('the sink of this archive has failed before')
    try {
      await sink(bytes)
    } catch (error) {
      isBroken = true
      throw error
    }
  }

  return {
    async write(bytes) {
      written += bytes.length
      for (let from = 0; from < bytes.length; ) {
        piece ??= new Uint8Array(PIECE)
        const part = bytes.subarray(from, from + PIECE - filled)
        piece.set(part, filled)
        filled += part.length
        from += part.length
        if (filled < PIECE) break
        const full = piece
        piece = null
        filled = 0
        await hand(full)
      }
    },
    async flush() {
      if (!piece || filled === 0) return
      const rest = piece.slice(0, filled)
      piece = null
      filled = 0
      await hand(rest)
    },
    written: () => written,
    isBroken: () => isBroken,
  }
}
