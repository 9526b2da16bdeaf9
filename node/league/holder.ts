/**
 * Holds a copy of every blob a league refers to: fetches what is not here from whoever has it, a manifest first and then
 * what it lists, and drops what was taken back.
 *
 * Invariants: at most FETCHES at once; what could not be had is tried again when somebody comes or RETRY_MS passed; with
 * no room left it stops and says so once, until something was dropped. A round asks for each blob once.
 */
import type { BlobFolder } from '#node/blobs'
import type { Log } from '#node/log'
import type { Sha256 } from '#shared/id'
import { type ChunkedRef, decodeTraceManifest, MAX_MANIFEST_BYTES } from '#shared/logbook'
import type { Clock, Mesh } from '#shared/sync'
import type { References } from './references.ts'

const FETCHES = 4
const RETRY_MS = 60_000

export interface HolderParts {
  readonly folder: BlobFolder
  readonly references: References
  readonly mesh: Pick<Mesh, 'fetch' | 'peers'>
  readonly clock: Clock
  readonly log: Log
  /** Here, and for this league to have. */
  readonly isHere: (sha256: Sha256) => boolean
  /** Another league of this program may still refer to it. */
  readonly mayDrop: (sha256: Sha256) => boolean
}

export interface Holder {
  /** Entries or people came: looks again. */
  look(): void
  /** Blobs the league refers to and that are not here, as far as known. */
  missing(): number
  close(): Promise<void>
}

export const startHolder = (parts: HolderParts): Holder => {
  const { folder, references, mesh, clock, log, isHere, mayDrop } = parts
  const stopped = new AbortController()
  let isAgain = false
  let running: Promise<void> | null = null
  let isFull = false
  let stopRetry = (): void => {}

  const fetchOne = async (ref: ChunkedRef): Promise<boolean> => {
    if (isHere(ref.sha256)) return true
    if (stopped.signal.aborted || isFull || mesh.peers().length === 0) return false
    const outcome = await mesh.fetch(ref, { signal: stopped.signal })
    if (outcome.ok) return true
    if (outcome.kind === 'no-room' && !isFull) {
      isFull = true
      log.warn('no room for more recordings of the league, so no more are kept here; what is here stays', {})
    }
    if (outcome.kind === 'damaged') log.warn('a recording is not what its author named; it is not kept', {})
    return false
  }

  /** What a manifest lists; null when it is not here, or none. */
  const openManifest = async (ref: ChunkedRef): Promise<readonly ChunkedRef[] | null> => {
    const known = references.listed(ref.sha256)
    if (known) return known
    // A manifest of another size is none, and not worth a byte.
    if (ref.size > MAX_MANIFEST_BYTES || !(await fetchOne(ref))) return null
    const read = await folder.read(ref.sha256)
    const manifest = read.ok ? decodeTraceManifest(read.value) : null
    if (!manifest) return null
    references.noteManifest(ref.sha256, manifest)
    return references.listed(ref.sha256)
  }

  const inParallel = async (work: Iterator<() => Promise<void>>): Promise<void> => {
    for (let next = work.next(); !next.done && !stopped.signal.aborted; next = work.next()) await next.value()
  }

  const drop = async (): Promise<void> => {
    const gone = references
      .withdrawn()
      .filter(sha256 => folder.index.get(sha256)?.own === false && mayDrop(sha256))
    if (gone.length === 0) return
    await folder.remove(gone)
    isFull = false
    log.info('recordings that were taken back are dropped', { count: gone.length })
  }

  const round = async (): Promise<void> => {
    await drop()
    let lacking = 0
    const queue = [...references.manifests()].map(manifest => async (): Promise<void> => {
      const refs = await openManifest(manifest)
      if (!refs) lacking++
      for (const ref of refs ?? []) if (!(await fetchOne(ref))) lacking++
    })
    const work = queue.values()
    await Promise.all(Array.from({ length: FETCHES }, () => inParallel(work)))
    if (lacking > 0 && !stopped.signal.aborted) stopRetry = clock.after(RETRY_MS, look)
  }

  const run = async (): Promise<void> => {
    do {
      isAgain = false
      stopRetry()
      await round()
    } while (isAgain && !stopped.signal.aborted)
  }

  const look = (): void => {
    isAgain = true
    if (running || stopped.signal.aborted) return
    running = run()
      .catch(error => log.error('recordings of a league could not be looked after', { error }))
      .finally(() => {
        running = null
      })
  }

  return {
    look,
    missing: () => {
      const here = new Set(folder.index.names())
      const lacking = references
        .manifests()
        .flatMap(manifest => [manifest, ...(references.listed(manifest.sha256) ?? [])])
        .filter(({ sha256 }) => !here.has(sha256))
      return new Set(lacking.map(({ sha256 }) => sha256)).size
    },
    close: async () => {
      stopped.abort()
      stopRetry()
      await running
    },
  }
}
