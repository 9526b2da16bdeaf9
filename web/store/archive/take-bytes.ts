/**
 * Bytes of an archive on their way into the library: staged, checked against their names, and named by whoever writes
 * the rows that need them.
 */
import type { BlobDraft, StagedBlob } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { DexieBlobStore } from '../blobs.ts'
import { type Outcome, succeed } from '../failures.ts'
import type { OpenedExport } from './open-export.ts'

/** Whole ones are hashed faster than pieces; larger ones would be felt in memory. */
const WHOLE_BYTES = 8 << 20

export interface TakenBytes {
  readonly staged: readonly StagedBlob[]
  /** Were not what their name says. */
  readonly damaged: number
}

export const takeBytes = async (
  blobs: DexieBlobStore,
  { archive, blobs: archived }: OpenedExport,
  wanted: readonly Sha256[],
  onBytes: (count: number) => void,
): Promise<Outcome<TakenBytes>> => {
  const names: Sha256[] = []
  let damaged = 0

  async function* drafts(): AsyncGenerator<BlobDraft> {
    for (const sha256 of wanted) {
      const { entry, kind } = archived.get(sha256)!
      const whole = entry.size <= WHOLE_BYTES ? await archive.readWhole(entry) : null
      if (whole && !whole.ok) {
        damaged++
        continue
      }
      names.push(sha256)
      yield { bytes: whole?.ok ? whole.bytes : archive.read(entry), kind, own: true }
      onBytes(entry.size)
    }
  }

  const staged = await blobs.stage(drafts())
  if (!staged.ok) return staged
  const isRight = (blob: StagedBlob, i: number): boolean => blob.sha256 === names[i]
  const wrong = staged.value.filter((blob, i) => !isRight(blob, i))
  if (wrong.length > 0) {
    // Left there, the next sweep takes them.
    await blobs.drop(wrong)
  }
  return succeed({ staged: staged.value.filter(isRight), damaged: damaged + wrong.length })
}
