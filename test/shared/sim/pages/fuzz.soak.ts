/** Ten thousand sequences of damaged pages; a failure names its seed. */
import { test } from 'vitest'
import { readDamaged } from './fuzz.ts'

test('10,000 sequences of damaged pages give nothing absurd and never throw', () => {
  for (let seed = 1000; seed < 11_000; seed++) readDamaged(seed)
})
