/** Ten thousand damaged archives, ours with a streamed entry and others'; a failure names its seed. */
import { zipSync } from 'fflate'
import { test } from 'vitest'
import { archiveOf, inPieces, noise, textOf } from './made.ts'
import { expectAnswer } from './mutant.ts'

test('10,000 damaged archives are answered within the limits', async () => {
  const others = zipSync(
    {
      'a/b.txt': textOf('some text '.repeat(300)),
      c: [noise(3000), { level: 0 }],
      d: new Uint8Array(20_000),
    },
    { mtime: new Date(2020, 5, 1) },
  )
  const ours = await archiveOf([
    { name: 'README.txt', source: textOf('a backup') },
    { name: 'originals/1/inner.zip', source: others },
    { name: 'laps/1', source: noise(3000) },
  ])
  // The descriptor comes with entries of more than a megabyte only, so these are few.
  const streamed = await archiveOf([
    { name: 'long', source: inPieces(noise((1 << 20) + 9), 65_536) },
    { name: 'laps/1', source: noise(3000) },
  ])
  for (let seed = 1000; seed < 11_000; seed++) {
    await expectAnswer(seed % 20 === 1 ? streamed : seed % 3 === 0 ? ours : others, seed)
  }
})
