/** Ten thousand damaged exports; a failure names its seed. */
import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { motecCsvReader } from '../../../../shared/formats/motec-csv/index.ts'
import { readMutant } from '../common/fuzz.ts'

test('10,000 damaged MoTeC CSV exports are read or refused with a sentence', async () => {
  const golden = new Uint8Array(readFileSync(new URL('golden.csv', import.meta.url)))
  for (let seed = 1000; seed < 11_000; seed++) await readMutant(motecCsvReader, golden, seed)
})
