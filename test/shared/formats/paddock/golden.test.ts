/** The trace file kept here: a file of an older version has to read as it did for ever. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { paddockReader } from '../../../../shared/formats/paddock/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { onlySession } from '../common/real.ts'
import { goldenBytes } from './made.ts'

const kept = new Uint8Array(readFileSync(new URL('golden.arrow', import.meta.url)))

test('it is what the writer writes', () => {
  expect(kept).toEqual(goldenBytes())
})

test('it reads as it did', async () => {
  const outcome = await readBytes(paddockReader, kept, 'golden.arrow')
  if (!outcome.ok) throw new Error(outcome.reason)
  const { trace } = onlySession(outcome.log)
  expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source} ${c.values.length}`)).toEqual(CHANNELS)
})

const CHANNELS: readonly string[] = [
  'speed m/s can 153',
  'throttle % can 153',
  'brake % can 153',
  'gear  can 153',
  'rpm rpm can 153',
  'steering deg can 153',
  'gLat g can 153',
  'gLong g can 153',
  'lapInvalid  can 153',
  'lat deg gps 63',
  'lon deg gps 63',
  'altitude m gps 63',
  'heading deg gps 63',
  'speed m/s gps 63',
  'fuel l can 153',
  'tyreTempFL °C can 153',
  'tyreTempFR °C can 153',
  'tyreTempRL °C can 153',
  'tyreTempRR °C can 153',
]
