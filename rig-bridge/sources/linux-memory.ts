/**
 * Pages as files under /dev/shm, as the helpers that run inside Proton lay them out.
 *
 * Plain reads, no foreign functions: 0.8 µs for a page, and a file that shrinks under a read gives fewer bytes where a
 * mapping would end the program. Limits: the files have 2048 bytes whatever the game writes, stay when the game is
 * gone, and may be made anew (another inode) by the helper.
 */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type OpenPage,
  type PageFamily,
  type PageMemory,
  type PageName,
  type PageOpening,
  pageToName,
} from './page-memory.ts'

export interface LinuxMemoryOptions {
  readonly folder: string
  /** Before every name, so that several games and tests can share a machine. */
  readonly prefix: string
}

// Never waits on a pipe that somebody put there under our name.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

const ABSENT = new Set<unknown>(['ENOENT', 'ENOTDIR', 'ENXIO'])

const refusalOf = (path: string, code: unknown): string =>
  code === 'EACCES' || code === 'EPERM'
    ? `The game's memory ${path} belongs to another user and cannot be read, so nothing is recorded: start the game, its bridge helper and this program as the same user.`
    : `The game's memory ${path} cannot be opened (${code}), so nothing is recorded: restart the game's bridge helper, then the game.`

const pageOf = (file: number, path: string, opened: BigIntStats): OpenPage => ({
  read(into) {
    try {
      return readSync(file, into, 0, into.length, 0)
    } catch {
      return -1
    }
  },
  isCurrent() {
    try {
      const now = statSync(path, { bigint: true })
      return now.ino === opened.ino && now.dev === opened.dev
    } catch {
      return false
    }
  },
  close: () => closeSync(file),
})

export const createLinuxMemory = ({ folder, prefix }: LinuxMemoryOptions): PageMemory => {
  const nameOf = (family: PageFamily, page: PageName): string =>
    join(folder, `${prefix}${pageToName(family, page)}`)
  return {
    lookedFor: `${nameOf('ac', 'physics')} and ${nameOf('evo', 'physics')}`,
    nameOf,
    open(family, page): PageOpening {
      const path = nameOf(family, page)
      let file: number
      try {
        file = openSync(path, FLAGS)
      } catch (error) {
        const code = codeOf(error)
        return ABSENT.has(code) ? { kind: 'absent' } : { kind: 'refused', message: refusalOf(path, code) }
      }
      const opened = fstatSync(file, { bigint: true })
      if (opened.isFile()) return { kind: 'open', page: pageOf(file, path, opened) }
      closeSync(file)
      const message = `${path} is not a file a game writes, so nothing is recorded: remove it, then restart the game's bridge helper and the game.`
      return { kind: 'refused', message }
    },
    setPrecise() {},
  }
}
