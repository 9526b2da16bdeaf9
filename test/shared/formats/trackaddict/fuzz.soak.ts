/** Ten thousand damaged logs; a failure names its seed. */
import { test } from 'vitest'
import { trackAddictReader } from '../../../../shared/formats/trackaddict/index.ts'
import { readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

test('10,000 damaged TrackAddict logs are read or refused with a sentence', async () => {
  const golden = goldenBytes()
  for (let seed = 1000; seed < 11_000; seed++) await readMutant(trackAddictReader, golden, seed)
})
