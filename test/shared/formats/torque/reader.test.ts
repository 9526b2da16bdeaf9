/** Torque Pro logs: our own from the simulator, odd ones by hand, and a real one read in place. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { torqueReader } from '../../../../shared/formats/torque/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, describeReal, expectRange, onlySession, readReal, statisticsOf } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf } from '../pipeline/made.ts'
import { goldenBytes, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(torqueReader, bytes, 'trackLog.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array) => onlySession(await read(bytes))
const notesOf = async (bytes: Uint8Array) => (await read(bytes)).notes.map(({ text }) => text).join('\n')

const simulated = madeSession({ gpsHz: 2 })
const rows = rowsOf(simulated)

test('is known by its header', () => {
  expect(torqueReader.detect(written(simulated))).toBe(true)
  expect(torqueReader.detect(bytesOf('\ufeff GPS Time, Device Time, Longitude\n'))).toBe(true)
  expect(torqueReader.detect(bytesOf('Time,Device Time,Longitude\n'))).toBe(false)
})

describe('read', () => {
  test.each([
    [['GMT+01:00', 60], STARTED_AT, 60],
    [['GMT-07:30', -450], STARTED_AT, -450],
    [['CEST', 120], STARTED_AT, 120],
    [['UTC', 0], STARTED_AT, 0],
    [['XYZ', 60], null, null],
  ] as const)('the zone %j', async (zone, startedAt, utcOffsetMin) => {
    const session = await sessionOf(written(simulated, { zone }))
    expect(session).toMatchObject({ startedAt, utcOffsetMin })
    expect(Array.from(timeOf(session.trace, channel(session, 'lat')))).toEqual(rows.map(row => row.timeMs))
  })

  test('a column may be called like what every object has', async () => {
    const text = textOf(written(simulated)).replace('Engine Coolant Temperature(°F)', 'constructor(°F)')
    const session = await sessionOf(bytesOf(text))
    expect(channel(session, 'constructor')).toMatchObject({ name: 'constructor' })
  })

  test('an unknown zone is said', async () => {
    expect(await notesOf(written(simulated, { zone: ['XYZ', 60] }))).toContain('2026-07-13 23:40')
  })

  test.each([
    ['Spanish', 'ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.'],
    ['German', 'Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.'],
    ['French', 'janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'],
    ['Portuguese', 'jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.'],
    ['Italian', 'gen feb mar apr mag giu lug ago set ott nov dic'],
  ])('months in %s', async (_, names) => {
    const log = await read(written(simulated, { months: names.split(' ') }))
    expect(onlySession(log).startedAt).toBe(STARTED_AT)
  })

  test('values and units; two speeds stay two', async () => {
    const session = await sessionOf(written(simulated))
    const [gps, obd] = ['gps', 'obd'].map(source => channel(session, 'speed', source))
    for (const i of [60, 200, 400]) {
      expect(gps!.values[i]).toBeCloseTo(rows[i]!.speed, 2)
      expect(obd!.values[i]).toBeCloseTo(Math.round(rows[i]!.speed * 3.6) / 3.6, 4)
    }
    expect(channel(session, 'waterTemp')).toMatchObject({ unit: '°C', source: 'obd' })
    expect(channel(session, 'waterTemp').values[0]).toBeCloseTo(85, 4)
    expect(channel(session, 'throttle').source).toBe('obd')
    expect(channel(session, 'Gravity X')).toMatchObject({ unit: 'g', source: 'phone' })
    expect(session.trace.channels.map(({ name }) => name)).not.toContain('GPS Latitude')
  })

  test('a dash is no value, and a column of dashes is left out', async () => {
    const bytes = written(simulated)
    const rpm = channel(await sessionOf(bytes), 'rpm')
    expect(rpm.values.filter(v => !Number.isNaN(v))).toHaveLength(rows.filter((_, i) => i % 3 !== 0).length)
    expect(await notesOf(bytes)).toContain('Engine Load(Absolute)')
  })

  test('the header written again is left out', async () => {
    const bytes = written(simulated, { headerAgainAt: 100 })
    expect(channel(await sessionOf(bytes), 'lat').values).toHaveLength(rows.length)
    expect(await notesOf(bytes)).toContain('One row has no readable time')
  })

  test('without times it is refused', async () => {
    const text = textOf(written(simulated)).replaceAll(/-\p{L}+\.-2026/gu, '-xyz-2026')
    expect(await readBytes(torqueReader, bytesOf(text))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not one row with a time'),
    })
  })
})

describe('the file kept here', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes())).toBe(textOf(kept).replaceAll('\r\n', '\n'))
  })

  test('reads as it did', async () => {
    const { startedAt, trace } = await sessionOf(kept)
    expect(startedAt).toBe(STARTED_AT)
    expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source}`)).toEqual([
      'lon deg gps',
      'lat deg gps',
      'speed m/s gps',
      'HDOP  gps',
      'altitude m gps',
      'heading deg gps',
      'Gravity X g phone',
      'waterTemp °C obd',
      'rpm rpm obd',
      'speed m/s obd',
      'throttle % obd',
    ])
  })
})

const REAL = 'torque/trackLog-torquePro.csv'
describeReal(REAL, () => {
  test('values by hand', async () => {
    const session = onlySession(await readReal(torqueReader, REAL))
    // 05-ago.-2026 18:57:56.813 at GMT+01:00, 697 rows.
    expect(session).toMatchObject({ startedAt: Date.UTC(2026, 7, 5, 17, 57, 56, 813), utcOffsetMin: 60 })
    expect(statisticsOf(channel(session, 'lat').values).finite).toBe(697)
    expectRange(channel(session, 'waterTemp'), { min: 87.79999852, max: 199.39999664 }, 5 / 9, -160 / 9)
    expect(session.lapColumn).toBeNull()
  })
})
