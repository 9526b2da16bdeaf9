/** The table kept here, with the mapping that is suggested for it: what the writer writes, read as it was. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMappedCsvReader, sniffCsv } from '../../../../shared/formats/mapped-csv/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { onlySession } from '../common/real.ts'
import { textOf } from '../pipeline/made.ts'
import { goldenBytes } from './made.ts'

const kept = new Uint8Array(readFileSync(new URL('golden.csv', import.meta.url)))

test('it is what the writer writes', () => {
  expect(textOf(goldenBytes())).toBe(textOf(kept).replaceAll('\r\n', '\n'))
})

test('it reads as it did', async () => {
  const { suggestion } = sniffCsv(kept)!
  const { time } = suggestion
  if (!time) throw new Error('no time was suggested')
  const outcome = await readBytes(createMappedCsvReader({ ...suggestion, time }), kept, 'golden.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  const { trace } = onlySession(outcome.log)
  expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source} ${c.values.length}`)).toEqual(CHANNELS)
})

const CHANNELS: readonly string[] = [
  'lat deg gps 271',
  'lon deg gps 271',
  'speed m/s csv 271',
  'rpm rpm csv 271',
  'Mood  csv 271',
  'heading deg calc 271',
]
