/** CSV files exported from MoTeC i2, with or without the block of keys and values on top. */
import type { FormatReader } from '../model.ts'
import { isI2Csv } from './header.ts'
import { readI2Csv } from './read.ts'

export const motecCsvReader: FormatReader = {
  name: 'motec-csv',
  label: 'MoTeC i2 CSV',
  version: 1,
  extensions: ['csv'],
  detect: isI2Csv,
  read: readI2Csv,
}
