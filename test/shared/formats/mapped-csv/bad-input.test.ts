/** A good mapping over tables that are not what they were. */
import { expect, test } from 'vitest'
import { createMappedCsvReader, sniffCsv } from '../../../../shared/formats/mapped-csv/index.ts'
import { expectHonest, mutate, readBytes } from '../common/fuzz.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

const golden = goldenBytes()
const { suggestion } = sniffCsv(golden)!
if (!suggestion.time) throw new Error('the fixture has no time')

testDamage(createMappedCsvReader({ ...suggestion, time: suggestion.time }), golden)

test('300 damaged tables are looked at, and read as they look', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const bytes = mutate(golden, seed)
    const seen = sniffCsv(bytes.subarray(0, 65_536), true)
    if (!seen) continue
    const time = seen.suggestion.time ?? { kind: 'rate' as const, hz: 10 }
    const outcome = await readBytes(createMappedCsvReader({ ...seen.suggestion, time }), bytes)
    expectHonest(outcome, `seed ${seed}`)
    expect(outcome.ok || outcome.kind).not.toBe('cancelled')
  }
})
