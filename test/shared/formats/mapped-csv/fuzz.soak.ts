/** Ten thousand damaged tables, looked at and read as they look; a failure names its seed. */
import { test } from 'vitest'
import { createMappedCsvReader, sniffCsv } from '../../../../shared/formats/mapped-csv/index.ts'
import { mutate, readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

test('10,000 damaged tables are read or refused with a sentence', async () => {
  const golden = goldenBytes()
  for (let seed = 1000; seed < 11_000; seed++) {
    const seen = sniffCsv(mutate(golden, seed).subarray(0, 65_536), true) ?? sniffCsv(golden, true)!
    const time = seen.suggestion.time ?? { kind: 'rate' as const, hz: 10 }
    await readMutant(createMappedCsvReader({ ...seen.suggestion, time }), golden, seed)
  }
})
