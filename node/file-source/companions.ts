/**
 * The other file of formats kept in two: the lap list beside a MoTeC log, the positions beside an older AiM one.
 * Same folder, same name but for the ending, upper and lower case alike, as memory cards mix them.
 */
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'

/** Both ways, so that a lap list given alone can be told to belong to the log beside it. */
const PARTNERS: Readonly<Record<string, string>> = {
  '.ld': '.ldx',
  '.ldx': '.ld',
  '.drk': '.rrk',
  '.rrk': '.drk',
}

/** Paths, in the order of their names; none when the folder cannot be listed. */
export const companionPaths = async (path: string): Promise<string[]> => {
  const partner = PARTNERS[extname(path).toLowerCase()]
  if (partner === undefined) return []
  const folder = dirname(path)
  const stem = stemOf(path)
  const names = await readdir(folder).catch((): string[] => [])
  return names
    .filter(name => extname(name).toLowerCase() === partner && stemOf(name) === stem)
    .sort()
    .map(name => join(folder, name))
}

/** Endings of files that only add to another. */
const ADDITIONS: ReadonlySet<string> = new Set(['.ldx', '.rrk'])

/** The logs a lap list or a file of positions belongs to; none for any other file. */
export const mainPaths = async (path: string): Promise<string[]> =>
  ADDITIONS.has(extname(path).toLowerCase()) ? companionPaths(path) : []

const stemOf = (path: string): string => basename(path, extname(path)).toLowerCase()
