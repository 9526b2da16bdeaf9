/**
 * Chunks into a file, one write at a time: those that come meanwhile and lie side by side are written together. Each write
 * is handed to another thread, and being put aside for that one delays a busy program more than the writing.
 */
import { type Bytes, chunkStart } from '#shared/blob'

/** What of an open file is used. */
export interface Written {
  writev(parts: readonly Bytes[], position: number): Promise<{ readonly bytesWritten: number }>
}

export interface ChunkWriter {
  /** Resolves when every byte is in the file. No chunk is given twice at once. */
  write(index: number, chunk: Bytes): Promise<void>
}

/** 1 MiB. */
const CHUNKS_AT_ONCE = 4

interface Waiting {
  readonly chunk: Bytes
  readonly ended: PromiseWithResolvers<void>
}

export const createChunkWriter = (handle: () => Promise<Written>): ChunkWriter => {
  const waiting = new Map<number, Waiting>()
  let isWriting = false

  /** The first that wait, with those behind them. */
  const takeRun = (from: number): Waiting[] => {
    const run: Waiting[] = []
    for (
      let one = waiting.get(from);
      one && run.length < CHUNKS_AT_ONCE;
      one = waiting.get(from + run.length)
    ) {
      waiting.delete(from + run.length)
      run.push(one)
    }
    return run
  }

  const writeRun = async (from: number, run: readonly Waiting[]): Promise<void> => {
    try {
      await writeWhole(
        await handle(),
        run.map(({ chunk }) => chunk),
        chunkStart(from),
      )
      for (const { ended } of run) ended.resolve()
    } catch (error) {
      for (const { ended } of run) ended.reject(error)
    }
  }

  const writeAll = async (): Promise<void> => {
    isWriting = true
    while (waiting.size > 0) {
      const from = Math.min(...waiting.keys())
      await writeRun(from, takeRun(from))
    }
    isWriting = false
  }

  return {
    write(index, chunk) {
      const ended = Promise.withResolvers<void>()
      waiting.set(index, { chunk, ended })
      if (!isWriting) void writeAll()
      return ended.promise
    },
  }
}

/** However little of it the system takes at once. */
const writeWhole = async (file: Written, parts: readonly Bytes[], at: number): Promise<void> => {
  let rest = parts
  for (let position = at; rest.length > 0; ) {
    const { bytesWritten } = await file.writev(rest, position)
    if (bytesWritten === 0) throw Object.assign(new Error('the disk took nothing'), { code: 'EIO' })
    position += bytesWritten
    rest = without(rest, bytesWritten)
  }
}

const without = (parts: readonly Bytes[], written: number): Bytes[] => {
  const rest: Bytes[] = []
  let skip = written
  for (const part of parts) {
    if (skip < part.length) rest.push(part.subarray(skip))
    skip = Math.max(0, skip - part.length)
  }
  return rest
}
