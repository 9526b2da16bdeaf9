/** Ten thousand damaged files; a failure names its seed. */
import { test } from 'vitest'
import { gpxReader } from '../../../../shared/formats/gpx/index.ts'
import { readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

test('10,000 damaged GPX files are read or refused with a sentence', async () => {
  const golden = goldenBytes()
  for (let seed = 1000; seed < 11_000; seed++) await readMutant(gpxReader, golden, seed)
})
