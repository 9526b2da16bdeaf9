/** The CSV files Paddock writes are tables its users can read back. */
import { expect, test } from 'vitest'
import { createMappedCsvReader, exportSession, sniffCsv } from '#shared/formats'
import { channelOf, timeOf } from '#shared/trace'
import { asEpochMillis } from '#shared/units'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession } from '../common/real.ts'
import { madeSession, STARTED_AT } from '../pipeline/made.ts'

test('an exported session comes back with its channels, each at its own rate', async () => {
  const { trace } = madeSession({ laps: 1 })
  const exported = exportSession(
    {
      driver: null,
      vehicle: null,
      venue: null,
      comment: null,
      startedAt: asEpochMillis(STARTED_AT),
      utcOffsetMin: null,
      trace,
      laps: [],
    },
    'csv',
  )
  if (!exported.ok) throw new Error(exported.reason)
  const bytes = new Uint8Array(Buffer.concat([...exported.files[0].pieces]))
  const { suggestion } = sniffCsv(bytes.subarray(0, 65_536))!
  expect(suggestion.time).toEqual({ kind: 'seconds', column: 0 })
  const outcome = await readBytes(
    createMappedCsvReader({ ...suggestion, time: { kind: 'seconds', column: 0 } }),
    bytes,
  )
  if (!outcome.ok) throw new Error(outcome.reason)
  const session = onlySession(outcome.log)
  for (const [name, source] of [
    ['lat', 'gps'],
    ['lon', 'gps'],
    ['throttle', 'can'],
    ['fuel', 'can'],
  ] as const) {
    const [got, want] = [channel(session, name), channelOf(trace, name, source)!]
    expect(Array.from(got.values)).toEqual(Array.from(want.values))
    expect(timeOf(session.trace, got)).toEqual(timeOf(trace, want))
  }
})
