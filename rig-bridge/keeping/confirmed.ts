/**
 * Which pairings have a lap on their own disk, and since when: a small JSON file beside the lap, `{pairing: epoch ms}`.
 *
 * One that cannot be read means nobody has it: pages know laps by their ids, and are only asked again. A pairing that
 * was revoked stays in it, and its id never comes back.
 */
import { z } from 'zod'
import { codeOf, type FileEntry, type JournalFiles } from './files.ts'

/** More than any household pairs. */
const MAX_BYTES = 64 * 1024

export const CONFIRMED_FILE = /^([0-9a-f]{32})\.confirmed$/
export const confirmedFileName = (lap: string): string => `${lap}.confirmed`

export type Confirmed = Map<string, number>

const schema = z.record(z.string().max(200), z.number())

export const confirmedToBytes = (confirmed: Confirmed): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(Object.fromEntries(confirmed)))

export const readConfirmed = async (
  files: JournalFiles,
  lap: string,
  entries: readonly FileEntry[],
): Promise<Confirmed> => {
  const name = confirmedFileName(lap)
  if (!entries.some(entry => entry.name === name)) return new Map()
  try {
    const bytes = await files.read(name, 0, MAX_BYTES)
    const read = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return new Map(read.success ? Object.entries(read.data) : [])
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'EIO') return new Map()
    throw error
  }
}
