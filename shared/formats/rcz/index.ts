/** RaceChrono's native session archive. */
import type { FormatReader } from '../model.ts'
import { isRcz } from './detect.ts'
import { readRcz } from './read.ts'

export const rczReader: FormatReader = {
  name: 'racechrono-rcz',
  label: 'RaceChrono archive',
  version: 1,
  extensions: ['rcz'],
  detect: isRcz,
  read: readRcz,
}
