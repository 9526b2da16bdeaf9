/** CSV exports of i2: header, laps, and rates. */
import { describe, expect, test } from 'vitest'
import { motecCsvReader } from '../../../../shared/formats/motec-csv/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { timeOf, valueAt } from '../../../../shared/trace/index.ts'
import { channel } from '../common/real.ts'
import { drive, trueLaps } from '../motec-ld/fixture.ts'
import { bytesOf, i2Csv, notesOf, readCsv } from './made.ts'

const session = drive({ laps: 2 })
const laps = trueLaps(session)
const beaconsMs = laps.filter(({ kind }) => kind !== 'in').map(({ endMs }) => endMs)
const text = i2Csv(session, { beaconsMs })

describe('a session exported with its header', () => {
  test('has the laps of its beacon markers', async () => {
    const [read] = (await readCsv(text)).sessions
    const timed = lapsFromMarks(read!.marks!).filter(({ kind }) => kind === 'timed')
    const wanted = laps.filter(({ kind }) => kind === 'timed')
    expect(timed.map(lapTimeMs)).toEqual(wanted.map(lapTimeMs))
    expect(timed.map(({ startMs }) => startMs)).toEqual(wanted.map(({ startMs }) => startMs))
    expect(read!.marks!.map(({ kind }) => kind ?? 'timed')).toEqual(['out', 'timed', 'timed', 'in'])
  })

  test('says who drove what and where, and when in a note', async () => {
    const log = await readCsv(text)
    expect(log.sessions[0]).toMatchObject({
      driver: session.driver.name,
      vehicle: session.car.name,
      venue: session.circuit.name,
      comment: 'P2 · Dry',
      startedAt: null,
    })
    expect(notesOf(log)).toMatch(/clock said 03\/05\/2026 at 11:30:00/)
  })

  test('has the values of the simulator, in its units and on its sides', async () => {
    const [read] = (await readCsv(text)).sessions
    for (const [name, source, slack] of [
      ['speed', 'logger', 0.0002],
      ['gLat', 'logger', 0.0006],
      ['gLong', 'logger', 0.0001],
      ['rpm', 'logger', 0.51],
      ['lat', 'gps', 0.51e-7],
      ['speed', 'gps', 0.0002],
      ['fuel', 'logger', 0.00051],
    ] as const) {
      const was = session.trace.channels.find(
        c => c.name === name && (c.source === 'gps') === (source === 'gps'),
      )!
      const is = channel(read!, name, source)
      expect([is.unit, is.kind]).toEqual([was.unit, was.kind])
      const [time, timeWas] = [timeOf(read!.trace, is), timeOf(session.trace, was)]
      let worst = 0
      for (let i = 0; i < time.length; i++) {
        const v = valueAt(timeWas, was.values, was.kind, time[i]!)
        if (!Number.isNaN(v)) worst = Math.max(worst, Math.abs(is.values[i]! - v))
      }
      expect(worst, `${name} ${source}`).toBeLessThan(slack)
    }
  })

  test('repeated samples are left out, so that slow channels do not become stairs', async () => {
    const log = await readCsv(text)
    const { trace } = log.sessions[0]!
    const rateOf = (name: string, source: string): number => {
      const time = timeOf(trace, channel(log.sessions[0]!, name, source))
      return 1000 / (time[1]! - time[0]!)
    }
    expect(rateOf('speed', 'logger')).toBeCloseTo(50, 6)
    expect(rateOf('speed', 'gps')).toBeCloseTo(25, 6)
    expect(rateOf('lat', 'gps')).toBeCloseTo(25, 6)
    expect(rateOf('fuel', 'logger')).toBeCloseTo(5, 6)
    expect(notesOf(log)).toMatch(/Samples that only repeat the one before were left out/)
  })
})

describe('other forms', () => {
  test('without the header it is known by its quotes', async () => {
    const [read] = (await readCsv(i2Csv(session, { hasMetadata: false }))).sessions
    expect(read!.marks).toBeNull()
    expect(channel(read!, 'speed', 'gps').values.length).toBeGreaterThan(1000)
  })

  test('with semicolons and decimal commas it says the same', async () => {
    const [a] = (await readCsv(text)).sessions
    const [b] = (await readCsv(i2Csv(session, { beaconsMs, delimiter: ';' }))).sessions
    expect(b).toEqual(a)
  })

  test.each(['\n', '\r'])('with line ends %j it says the same', async lineEnd => {
    const [a] = (await readCsv(text)).sessions
    const [b] = (await readCsv(i2Csv(session, { beaconsMs, lineEnd }))).sessions
    expect(b).toEqual(a)
  })

  test('with a byte order mark it says the same', async () => {
    const [a] = (await readCsv(text)).sessions
    const [b] = (await readCsv(`\ufeff${text}`)).sessions
    expect(b).toEqual(a)
  })

  test('beacon markers may stand in one cell each, and lie outside of what was exported', async () => {
    const body = 'Time,Ground Speed\ns,km/h\n0,10\n1,20\n2,30\n3,40\n'
    const [read] = (await readCsv(`Format,MoTeC CSV File\nBeacon Markers,1.5,2.25,90\n\n${body}`)).sessions
    expect(read!.marks).toEqual([
      { startMs: 0, endMs: 1500, number: 0, kind: 'out' },
      { startMs: 1500, endMs: 2250, number: 1 },
      { startMs: 2250, endMs: 3000, number: 2, kind: 'in' },
    ])
  })

  test('lap beacons of a game are a lap column', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `"${i}.0","${Math.floor(i / 10)}"`).join('\n')
    const [read] = (await readCsv(`"Time","LAP_BEACON"\n"s",".."\n${rows}\n`)).sessions
    expect(read!.marks).toBeNull()
    expect(read!.lapColumn?.map(({ startMs }) => startMs)).toEqual([0, 10_000, 20_000, 30_000])
  })

  test('over distance only it is refused with a hint', async () => {
    const outcome = await motecCsvReader.read(
      {
        name: 'a.csv',
        size: 60,
        read: (o, n) =>
          Promise.resolve(
            bytesOf('"Format","MoTeC CSV File"\n"Distance","Gear"\n"m",""\n"0","1"\n').slice(o, o + n),
          ),
      },
      {},
    )
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('"Time" included') })
  })
})

test.each([
  ['an AiM export', '"Format","AiM CSV File"\n"Session","a"\n'],
  ['an AiM body', '"Time","Speed"\n"0.000","12.0"\n'],
  ['an unquoted table', 'Time,Speed\ns,km/h\n0,1\n'],
  ['RaceBox', 'Record,Time,Latitude,Longitude\n'],
  ['EdgeTX', 'Date,Time,1RSS(dB)\n'],
  ['nothing', ''],
])('%s is not taken', (_, head) => {
  expect(motecCsvReader.detect(bytesOf(head))).toBe(false)
})
