/** Ten thousand damaged logs, plain and compressed; a failure names its seed. */
import { zlibSync } from 'fflate'
import { test } from 'vitest'
import { aimXrkReader } from '../../../../shared/formats/aim-xrk/index.ts'
import { readMutant } from '../common/fuzz.ts'
import { smallXrk } from './fixture.ts'

test('10,000 damaged AiM logs are read or refused with a sentence', async () => {
  const plain = smallXrk()
  const packed = zlibSync(plain)
  for (let seed = 1000; seed < 11_000; seed++) {
    await readMutant(aimXrkReader, seed % 4 === 0 ? packed : plain, seed)
  }
})
