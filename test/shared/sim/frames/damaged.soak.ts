/** Fifty thousand damaged rig files; a failure names its seed. */
import { test } from 'vitest'
import { expectOnlyWritten } from './damaged.ts'

test('50,000 damaged files', { timeout: 1_200_000 }, () => {
  for (let seed = 10_000; seed < 60_000; seed++) expectOnlyWritten(seed)
})
