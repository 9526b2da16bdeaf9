/**
 * The pages of a pretended game as files, as the helpers inside Proton lay them out: made before the game writes, larger
 * than its pages, and written in place.
 */
import { closeSync, constants, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { FakePages, GameId } from '#shared/sim'

export type PageFileName = keyof FakePages

/** What the helpers give AC and ACC; EVO's graphics page needs more. */
const FILE_BYTES: Readonly<Record<GameId, number>> = { ac: 2048, acc: 2048, evo: 8192 }

export interface PageFiles {
  /** A part of a page, in one call of the system. */
  write(page: PageFileName, bytes: Uint8Array, from?: number, to?: number): void
  /** Closes the files, and removes them unless they shall lie there like those of a game that is gone. */
  close(isLeft: boolean): void
}

const prefixOf = (game: GameId): string => (game === 'evo' ? 'acevo_pmf_' : 'acpmf_')

export const createPageFiles = (game: GameId, folder: string, prefix: string): PageFiles => {
  const open = (page: PageFileName) => {
    const path = join(folder, `${prefix}${prefixOf(game)}${page}`)
    // Not truncated: a reader that has them open must not find them empty.
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    ftruncateSync(file, FILE_BYTES[game])
    return { path, file }
  }
  const files = { physics: open('physics'), graphics: open('graphics'), static: open('static') }
  return {
    write(page, bytes, from = 0, to = bytes.length) {
      writeSync(files[page].file, bytes, from, to - from, from)
    },
    close(isLeft) {
      for (const { file, path } of Object.values(files)) {
        closeSync(file)
        if (!isLeft) rmSync(path, { force: true })
      }
    },
  }
}
