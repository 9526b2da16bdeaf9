/** RaceChrono archives: official laps, lines, channels of several devices. */
import { describe, expect, test } from 'vitest'
import { rczReader } from '../../../../shared/formats/rcz/index.ts'
import { createProjection, gateCenter, gateToMetres } from '../../../../shared/geo/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { channel } from '../common/real.ts'
import { drive } from '../motec-ld/fixture.ts'
import { type Files, filesOf, json, notesOf, rczOf, read, readLog, STARTED_AT } from './made.ts'

const session = drive({ laps: 3 })
const files = filesOf(session)
const archive = rczOf(files)
const sessionOf = async (changed: Files) => (await readLog(rczOf({ ...files, ...changed }))).sessions[0]!

describe('laps', () => {
  test('are those of the app, to the millisecond', async () => {
    const [read] = (await readLog(archive)).sessions
    const laps = lapsFromMarks(read!.marks!)
    const truth = session.truth.laps.filter(({ kind }) => kind === 'timed')
    const timed = laps.filter(({ kind }) => kind === 'timed')
    expect(timed.map(lapTimeMs)).toEqual(truth.map(lap => Math.round(lap.endMs) - Math.round(lap.startMs)))
    expect(timed.map(({ number }) => number)).toEqual(truth.map(({ number }) => number))
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'timed', 'in'])
    expect(read!.startedAt).toBe(STARTED_AT)
  })

  const oneLap = (lap: object) => ({
    'session.json': json({ firstTimestamp: STARTED_AT, latestTimestamp: STARTED_AT + 1000, laps: [lap] }),
  })

  test('the app calls invalid stay, with the reason', async () => {
    const read = await sessionOf(
      oneLap({
        number: 4,
        startTimestamp: STARTED_AT + 10,
        finishTimestamp: STARTED_AT + 60_010,
        isInvalid: true,
      }),
    )
    expect(read.marks).toEqual([
      { startMs: 0, endMs: 10, number: 0, kind: 'out' },
      { startMs: 10, endMs: 60_010, number: 4, invalid: 'RaceChrono marks this lap as invalid.' },
    ])
  })

  test('without samples are left out, and that is said', async () => {
    const day = 86_400_000
    const log = await readLog(
      rczOf({
        ...files,
        ...oneLap({ number: 1, startTimestamp: STARTED_AT - day, finishTimestamp: STARTED_AT - day + 9 }),
      }),
    )
    expect(log.sessions[0]!.marks).toEqual([])
    expect(notesOf(log)).toMatch(/One lap is listed/)
  })

  test('that are no laps are none', async () => {
    for (const lap of [
      {},
      { startTimestamp: 'x' },
      { startTimestamp: STARTED_AT + 50, finishTimestamp: STARTED_AT + 50 },
    ]) {
      const marks = (await sessionOf(oneLap(lap))).marks!
      expect(marks.filter(({ kind }) => kind === undefined)).toEqual([])
    }
  })
})

test('lines lie where the track has them and face the same way', async () => {
  const [read] = (await readLog(archive)).sessions
  const { startFinish, sectors } = session.circuit.gates
  const lines = read!.lines!
  expect(lines.sectors).toHaveLength(sectors.length)
  for (const [i, was] of [startFinish, ...sectors].entries()) {
    const is = [lines.startFinish, ...lines.sectors][i]!
    const center = gateCenter(was)
    const projection = createProjection({ lat: center.y, lon: center.x })
    const [a, b] = [gateToMetres(was, projection), gateToMetres(is, projection)]
    expect(Math.hypot(a.left.x - b.left.x, a.left.y - b.left.y)).toBeLessThan(0.03)
    expect(Math.hypot(a.right.x - b.right.x, a.right.y - b.right.y)).toBeLessThan(0.03)
  }
})

describe('channels', () => {
  test('are those of the simulator, within the steps of the format', async () => {
    const [read] = (await readLog(archive)).sessions
    const names = [
      ['lat', 'gps', 0.6 / 6e6],
      ['lon', 'gps', 0.6 / 6e6],
      ['speed', 'gps', 0.0006],
      ['heading', 'gps', 0.0006],
      ['altitude', 'gps', 0.0006],
      ['speed', 'can', 1e-5],
      ['rpm', 'can', 1e-3],
      ['throttle', 'can', 1e-5],
      ['brake', 'can', 1e-5],
      ['steering', 'can', 1e-4],
    ] as const
    for (const [name, source, slack] of names) {
      const was = channel({ ...read!, trace: session.trace }, name, source)
      const is = channel(read!, name, source)
      expect(timeOf(read!.trace, is)).toEqual(timeOf(session.trace, was))
      let worst = 0
      for (const [i, v] of was.values.entries()) {
        if (!Number.isNaN(v)) worst = Math.max(worst, Math.abs(is.values[i]! - v))
      }
      expect(worst, `${name} ${source}`).toBeLessThanOrEqual(slack)
    }
  })

  test('of one time base share a group', async () => {
    const [read] = (await readLog(archive)).sessions
    expect(read!.trace.groups).toHaveLength(2)
  })

  test('nobody knows keep their number; wheels and further sensors are told apart', async () => {
    const read = await sessionOf({
      channel_12_200_777_1_1: files.channel_12_200_4_1_1!,
      channel2_12_200_777_777_3: files.channel2_12_200_4_4_3!,
      channel2_12_200_777_98308_3: files.channel2_12_200_4_4_3!,
      channel2_12_200_777_1147893_3: files.channel2_12_200_4_4_3!,
      channel_1_200_0_1_1: files.channel_1_100_0_1_1!,
      channel_1_200_0_4_0: files.channel_1_100_0_4_0!,
    })
    const names = read.trace.channels.map(({ name, unit, source }) => `${name} (${unit}) ${source}`)
    expect(names).toContain('Channel 777 () can')
    expect(names).toContain('Wheel speed (place 3) (m/s) can')
    expect(names).toContain('Channel 1147893 () can')
    expect(names).toContain('speed (m/s) gps 200')
  })

  test('longer or shorter than their times are cut or filled up', async () => {
    const short = await sessionOf({ channel_1_100_0_4_0: files.channel_1_100_0_4_0!.subarray(0, 81) })
    const speed = channel(short, 'speed', 'gps')
    expect(Number.isNaN(speed.values[19]!)).toBe(false)
    expect(speed.values.subarray(20).every(Number.isNaN)).toBe(true)
    const long = new Uint8Array(files.channel_1_100_0_4_0!.length + 400)
    expect(channel(await sessionOf({ channel_1_100_0_4_0: long }), 'speed', 'gps').values.length).toBe(
      speed.values.length,
    )
  })

  test('stamped in another century cost those samples only', async () => {
    const times = files.channel_1_100_0_1_1!.slice()
    new DataView(times.buffer).setBigInt64(80, 1n << 62n, true)
    const read = await sessionOf({ channel_1_100_0_1_1: times })
    const group = read.trace.groups[channel(read, 'lat').group]!
    expect(group.timeMs.length).toBe(session.trace.groups[1]!.timeMs.length - 1)
  })
})

describe('archives', () => {
  test('may hold several sessions in folders', async () => {
    const inFolders = Object.fromEntries(
      ['a/', 'b/'].flatMap(folder => Object.entries(files).map(([name, bytes]) => [folder + name, bytes])),
    )
    const log = await readLog(rczOf(inFolders))
    expect(log.sessions).toHaveLength(2)
    expect(log.sessions[0]).toEqual(log.sessions[1])
  })

  test('are known also when session.json comes last', () => {
    const { 'session.json': last, ...first } = files
    expect(rczReader.detect(rczOf({ ...first, 'session.json': last! }).subarray(0, 65_536))).toBe(true)
  })

  test('of other kinds are not taken', () => {
    expect(rczReader.detect(rczOf({ 'word/document.xml': json({}) }))).toBe(false)
    expect(rczReader.detect(rczOf({ 'my_session.json.txt': json({}) }))).toBe(false)
    expect(rczReader.detect(new Uint8Array(0))).toBe(false)
  })

  test('with a track of the app’s library have no lines, and that is said', async () => {
    const log = await readLog(rczOf({ ...files, 'trackId.json': json({ id: 1439 }) }))
    expect(log.sessions[0]!.lines).toBeNull()
    expect(notesOf(log)).toMatch(/own library/)
  })

  test('with a damaged list of laps keep their samples', async () => {
    const log = await readLog(rczOf({ ...files, 'session.json': new TextEncoder().encode('{"laps":[') }))
    expect(log.sessions[0]!.marks).toBeNull()
    expect(log.sessions[0]!.startedAt).toBe(STARTED_AT)
    expect(notesOf(log)).toMatch(/archive's session\.json is damaged/)
  })

  test('without samples are refused', async () => {
    expect(await read(rczOf({ 'session.json': files['session.json']! }))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('without samples'),
    })
    expect(await read(rczOf({ a: json({}) }))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('session.json is missing'),
    })
  })
})
