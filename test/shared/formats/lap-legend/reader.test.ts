/** Lap Legend files, written from a description of the format: no real one is at hand. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lapLegendReader } from '../../../../shared/formats/lap-legend/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf, trueTimes } from '../pipeline/made.ts'
import { goldenBytes, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(lapLegendReader, bytes, 'session.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array) => onlySession(await read(bytes))
const notesOf = async (bytes: Uint8Array) => (await read(bytes)).notes.map(({ text }) => text).join('\n')

const simulated = madeSession()
const rows = rowsOf(simulated)

test('is known by its first line', () => {
  expect(lapLegendReader.detect(written(simulated))).toBe(true)
  for (const text of ['Lap Legend CSV', '# Laps\n', ''])
    expect(lapLegendReader.detect(bytesOf(text))).toBe(false)
})

describe('read', () => {
  test.each([
    ['seconds', null],
    ['iso', STARTED_AT],
    ['unix', STARTED_AT],
  ] as const)('time as %s', async (time, startedAt) => {
    const session = await sessionOf(written(simulated, { time }))
    expect(session.startedAt).toBe(startedAt)
    const times = timeOf(session.trace, channel(session, 'lat'))
    for (const [i, row] of rows.entries()) expect(times[i]).toBeCloseTo(row.timeMs, 3)
  })

  test('values and units; axes of the phone keep their own names', async () => {
    const session = await sessionOf(written(simulated))
    const [speed, rpm, axis] = [
      channel(session, 'speed', 'gps'),
      channel(session, 'rpm'),
      channel(session, 'Accel X'),
    ]
    for (const i of [200, 800, 1500]) {
      expect(speed.values[i]).toBeCloseTo(rows[i]!.speed, 2)
      expect(rpm.values[i]).toBeCloseTo(rows[i]!.rpm, -1)
      expect(axis.values[i]).toBeCloseTo(rows[i]!.gLat, 2)
    }
    expect([speed.unit, rpm.unit, axis.unit]).toEqual(['m/s', 'rpm', 'g'])
  })

  test('laps are counted, and only a last resort', async () => {
    const session = await sessionOf(written(simulated))
    expect(session.marks).toBeNull()
    const counted = session.lapColumn!.map(({ startMs, endMs }) => endMs - startMs)
    for (const [i, ms] of trueTimes(simulated).entries()) expect(Math.abs(counted[i]! - ms)).toBeLessThan(101)
  })

  test('repeated positions are told apart from fresh ones, other channels keep all their rows', async () => {
    const bytes = written(simulated, { rowsPerFix: 5 })
    const session = await sessionOf(bytes)
    const [lat, rpm] = [channel(session, 'lat'), channel(session, 'rpm')]
    const moving = rows.filter(row => row.speed > 1).length
    expect(lat.values.length).toBeGreaterThanOrEqual(moving)
    expect(lat.values.length).toBeLessThan(1.2 * rows.length)
    expect(rpm.values).toHaveLength(5 * rows.length)
    expect(channel(session, 'speed', 'gps').group).toBe(lat.group)
    expect(session.lapColumn).not.toBeNull()
    expect(await notesOf(bytes)).toContain('Repeated positions were left out')
  })

  test('without a header it is refused', async () => {
    const outcome = await readBytes(lapLegendReader, bytesOf('# Lap Legend CSV\n1,2,3\n'))
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('no row of column names') })
  })
})

describe('the file kept here', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes())).toBe(textOf(kept).replaceAll('\r\n', '\n'))
  })

  test('reads as it did', async () => {
    const { lapColumn, trace } = await sessionOf(kept)
    expect(lapColumn).toEqual([{ number: 1, startMs: 100_000, endMs: 174_000 }])
    expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source}`)).toEqual([
      'lat deg gps',
      'lon deg gps',
      'altitude m gps',
      'speed m/s gps',
      'Accel X g imu',
      'Accel Y g imu',
      'rpm rpm obd',
      'heading deg calc',
    ])
  })
})
