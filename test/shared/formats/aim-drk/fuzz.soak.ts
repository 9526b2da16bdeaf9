/** Ten thousand damaged logs, alone and with damaged positions; a failure names its seed. */
import { test } from 'vitest'
import { aimDrkReader } from '../../../../shared/formats/aim-drk/index.ts'
import { expectHonest, mutate, readMutant } from '../common/fuzz.ts'
import { drive, drkOf, rrkOf, source } from './fixture.ts'

test('10,000 damaged DRK and RRK files are read or refused with a sentence', async () => {
  const session = drive(1)
  const [drk, rrk] = [drkOf(session, 1), rrkOf(session, 20)]
  for (let seed = 1000; seed < 11_000; seed++) {
    await readMutant(aimDrkReader, seed % 3 === 0 ? rrk : drk, seed)
    const companions = [source(mutate(rrk, seed), 'damaged.rrk')]
    const outcome = await aimDrkReader.read(source(mutate(drk, seed), 'damaged.drk'), { companions })
    expectHonest(outcome, `seed ${seed} in company`)
  }
})
