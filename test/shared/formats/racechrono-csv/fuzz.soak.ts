/** Ten thousand damaged exports; a failure names its seed. */
import { test } from 'vitest'
import { raceChronoCsvReader } from '../../../../shared/formats/racechrono-csv/index.ts'
import { readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

test('10,000 damaged RaceChrono exports are read or refused with a sentence', async () => {
  const golden = goldenBytes()
  for (let seed = 1000; seed < 11_000; seed++) await readMutant(raceChronoCsvReader, golden, seed)
})
