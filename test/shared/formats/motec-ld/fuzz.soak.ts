/** Ten thousand damaged logs and a thousand damaged lap lists; a failure names its seed. */
import { test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { motecLdReader } from '../../../../shared/formats/motec-ld/index.ts'
import { readLdxMarkers } from '../../../../shared/formats/motec-ld/ldx.ts'
import { expectHonest, mutate, readMutant } from '../common/fuzz.ts'
import { drive, ldSessionOf, ldxSource, read, smallLd, withDamagedLists } from './fixture.ts'

test('10,000 damaged MoTeC logs are read or refused with a sentence', async () => {
  const fixture = smallLd()
  for (let seed = 1000; seed < 11_000; seed++) await readMutant(motecLdReader, fixture, seed)
})

test('10,000 logs with damaged pointers, counts and scalings are read or refused with a sentence', async () => {
  const fixture = smallLd()
  for (let seed = 1000; seed < 11_000; seed++) {
    expectHonest(await read(withDamagedLists(fixture, seed)), `seed ${seed}`)
  }
})

test('1,000 damaged lap lists give numbers or nothing', async () => {
  const source = ldxSource(ldSessionOf(drive()))
  const text = await source.read(0, source.size)
  for (let seed = 1000; seed < 2000; seed++) await readLdxMarkers(memorySource('a.ldx', mutate(text, seed)))
})
