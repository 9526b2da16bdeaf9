/** MoTeC .ld logs with their .ldx lap lists: reading both, writing both, and what MoTeC's CSV has in common. */
import { cleanText, refused } from '../common/index.ts'
import type { FormatReader } from '../model.ts'
import { MARKER, viewOf } from './layout.ts'
import { isLdx, stemOf } from './ldx.ts'
import { readLd } from './read.ts'

export { lapColumnOf } from './lap-column.ts'
export { marksBetween } from './marks.ts'
export { createNaming, isLeftPositive, type NamedChannel } from './naming.ts'
export { type LdSession, writeLd, writeLdx } from './write.ts'

/** The first block of channels lies behind the fixed words, and in any file seen within the first 64 KiB. */
const MIN_FIRST_BLOCK = 0x40

export const motecLdReader: FormatReader = {
  name: 'motec-ld',
  label: 'MoTeC LD',
  version: 1,
  extensions: ['ld'],
  detect(head) {
    if (head.length < 16) return false
    const view = viewOf(head)
    const firstBlock = view.getUint32(8, true)
    return (
      view.getUint32(0, true) === MARKER && view.getUint32(4, true) === 0 && firstBlock >= MIN_FIRST_BLOCK
    )
  },
  read: readLd,
}

/** Takes lap lists so that they are answered for; their laps are read with the log of the same name. */
export const motecLdxReader: FormatReader = {
  name: 'motec-ldx',
  label: 'MoTeC LDX lap list',
  version: 1,
  extensions: ['ldx'],
  detect: isLdx,
  read: ({ name }, { companions = [] }) => {
    const log = companions.find(other => /\.ld$/i.test(other.name) && stemOf(other.name) === stemOf(name))
    const reason = log
      ? `The laps of ${cleanText(name)} are read together with ${cleanText(log.name)}, so there is nothing to import from the lap list alone.`
      : `The file ${cleanText(name)} is only the lap list of a MoTeC log and holds no samples, so there is nothing to import: drop it together with the .ld file of the same name.`
    return Promise.resolve(refused(reason))
  },
}
