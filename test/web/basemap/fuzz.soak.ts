/** The same damage, for long. */
import { test } from 'vitest'
import { checkDamaged } from './damaged.ts'

test('10,000 damaged map files', async () => {
  const seed = Date.now()
  console.log(`seed ${seed}`)
  await checkDamaged(10_000, seed)
}, 600_000)
