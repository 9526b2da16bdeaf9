/** A session of RaceChrono against its own list of laps and the CSV the app exported of it. */
import { expect, test } from 'vitest'
import { rczReader } from '../../../../shared/formats/rcz/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { channel, describeReal, onlySession, readReal, realBytes } from '../common/real.ts'

const FILE = 'racechrono/session_20260713_185859.rcz'
const CSV = 'racechrono/session_20260713_185859_v1.csv'

describeReal(FILE, () => {
  test('laps and lines', async () => {
    const session = onlySession(await readReal(rczReader, FILE))
    const timed = lapsFromMarks(session.marks!).filter(({ kind }) => kind === 'timed')
    expect(timed.map(({ number }) => number)).toEqual([1, 2])
    expect(timed.map(lapTimeMs)).toEqual([115_988, 106_603])
    expect(session).toMatchObject({ venue: 'MórRing', comment: null, driver: null })
    expect(new Date(session.startedAt!).toISOString()).toBe('2026-07-13T16:58:59.011Z')
    expect(session.startedAt! + timed[0]!.startMs).toBe(1_783_961_965_891)
    expect(session.lines?.sectors).toHaveLength(3)
  })

  test('every value of the receiver is that of the app’s own export', async () => {
    const session = onlySession(await readReal(rczReader, FILE))
    const rows = csvRows()
    const midnight = Date.UTC(2026, 6, 13)
    const timeMs = timeOf(session.trace, channel(session, 'lat', 'gps'))
    let compared = 0
    for (const [i, ms] of timeMs.entries()) {
      const row = rows.get(Math.round(session.startedAt! + ms - midnight))
      if (!row) continue
      compared++
      for (const [name, column, half] of COLUMNS) {
        const value = channel(session, name, 'gps').values[i]!
        expect(Math.abs(value - row[column]!), `${name} at ${ms}`).toBeLessThanOrEqual(half)
      }
    }
    expect(compared).toBeGreaterThan(255)
  })

  test('the phone feels one g', async () => {
    const session = onlySession(await readReal(rczReader, FILE))
    const [x, y, z] = ['X', 'Y', 'Z'].map(axis => channel(session, `Acceleration ${axis}`, 'acc').values)
    let sum = 0
    for (let i = 0; i < x!.length; i++) sum += Math.hypot(x![i]!, y![i]!, z![i]!)
    expect(sum / x!.length).toBeGreaterThan(0.95)
    expect(sum / x!.length).toBeLessThan(1.25)
  })
})

/** Channel, column of the export, and half a unit of its last digit. */
const COLUMNS = [
  ['distance', 2, 0.0006],
  ['satellites', 4, 0],
  ['lat', 5, 0.51e-7],
  ['lon', 6, 0.51e-7],
  ['speed', 7, 0.00501],
  ['altitude', 10, 0.0051],
  ['heading', 11, 0.0051],
] as const

/** By milliseconds of the day; rows the app put in where a line was crossed are left out. */
const csvRows = (): Map<number, number[]> => {
  const lines = new TextDecoder().decode(realBytes(CSV)).split(/\r?\n/)
  const header = lines.findIndex(line => line.startsWith('Lap #'))
  const rows = new Map<number, number[]>()
  for (const line of lines.slice(header + 1)) {
    const cells = line.split(',')
    if (cells.length > 18 && cells[18] === '')
      rows.set(Math.round(Number(cells[1]) * 1000), cells.map(Number))
  }
  return rows
}
