/** Ten thousand damaged archives, half of them damaged inside the zip; a failure names its seed. */
import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { test } from 'vitest'
import { rczReader } from '../../../../shared/formats/rcz/index.ts'
import { expectHonest, mutate, readMutant } from '../common/fuzz.ts'
import { rczOf, read } from './made.ts'

test('10,000 damaged RaceChrono archives are read or refused with a sentence', async () => {
  const golden = new Uint8Array(readFileSync(new URL('golden.rcz', import.meta.url)))
  const files = unzipSync(golden)
  const names = Object.keys(files)
  for (let seed = 1000; seed < 11_000; seed++) {
    if (seed % 2 === 0) await readMutant(rczReader, golden, seed)
    else {
      const name = names[seed % names.length]!
      expectHonest(await read(rczOf({ ...files, [name]: mutate(files[name]!, seed) })), `seed ${seed}`)
    }
  }
})
