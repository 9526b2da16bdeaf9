/**
 * Decoded tiles in memory: asked for once, forgotten when others were needed more lately. A tile that cannot be read is
 * remembered as missing; the map is drawn without it.
 */
import type { Archive } from './archive.ts'
import type { TileAddress } from './tile-grid.ts'

export interface TileCache {
  /** Null while it is on its way or when there is none. */
  get(tile: TileAddress): ImageBitmap | null
  /** Reads it unless that was done or is being done. */
  want(tile: TileAddress): void
  /** Only what is already here. */
  peek(tile: TileAddress): ImageBitmap | null
  close(): void
}

/** Some 200 tiles of 256 pixels or 50 of 512. */
const MOST_BYTES = 48 * 1024 * 1024
/** Reading more at once would only make the first one later. */
const AT_ONCE = 6

type Entry = ImageBitmap | 'reading' | 'missing'

export const createTileCache = (archive: Archive, ontile: () => void): TileCache => {
  const entries = new Map<string, Entry>()
  const waiting: TileAddress[] = []
  let reading = 0
  let bytes = 0
  let isClosed = false
  const keyOf = ({ z, x, y }: TileAddress): string => `${z}/${x}/${y}`
  const sizeOf = (entry: Entry): number => (typeof entry === 'string' ? 0 : entry.width * entry.height * 4)

  const read = async (tile: TileAddress): Promise<void> => {
    const picture = await archive
      .tile(tile.z, tile.x, tile.y)
      .then(blob => blob && createImageBitmap(blob))
      .catch(() => null)
    if (isClosed) {
      picture?.close()
      return
    }
    entries.set(keyOf(tile), picture ?? 'missing')
    bytes += picture ? sizeOf(picture) : 0
    forget()
    if (picture) ontile()
  }
  const next = (): void => {
    while (reading < AT_ONCE && !isClosed) {
      // The tile asked for last is the one somebody looks at now.
      const tile = waiting.pop()
      if (!tile) return
      reading += 1
      void read(tile).finally(() => {
        reading -= 1
        next()
      })
    }
  }
  const forget = (): void => {
    for (const [key, entry] of entries) {
      if (bytes <= MOST_BYTES) return
      if (typeof entry === 'string') continue
      bytes -= sizeOf(entry)
      entry.close()
      entries.delete(key)
    }
  }
  const peek = (tile: TileAddress): ImageBitmap | null => {
    const key = keyOf(tile)
    const entry = entries.get(key)
    if (!entry || typeof entry === 'string') return null
    // Last in order is last used.
    entries.delete(key)
    entries.set(key, entry)
    return entry
  }
  const want = (tile: TileAddress): void => {
    const key = keyOf(tile)
    if (entries.has(key)) return
    entries.set(key, 'reading')
    waiting.push(tile)
    next()
  }

  return {
    peek,
    want,
    get(tile) {
      want(tile)
      return peek(tile)
    },
    close() {
      isClosed = true
      for (const entry of entries.values()) if (typeof entry !== 'string') entry.close()
      entries.clear()
      waiting.length = 0
    },
  }
}
