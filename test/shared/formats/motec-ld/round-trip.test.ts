/** A simulated session written for i2 and read back: laps exact, channels within single precision. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { motecLdReader, writeLd, writeLdx } from '../../../../shared/formats/motec-ld/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelInfo, channelOf, createTrace, sliceTrace, timeOf } from '../../../../shared/trace/index.ts'
import { channel } from '../common/real.ts'
import { drive, ldSessionOf, ldxSource, readSession, STARTED_AT, trueLaps } from './fixture.ts'

const session = drive({ laps: 4 })
const written = ldSessionOf(session)
const file = writeLd(written)
const timed = trueLaps(session).filter(({ kind }) => kind === 'timed')

describe('laps of a written log', () => {
  test('are exact from the beacons alone, sectors too', async () => {
    const { marks } = await readSession(file)
    const laps = lapsFromMarks(marks!).filter(({ kind }) => kind === 'timed')
    expect(laps.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(
      timed.map(({ startMs, endMs }) => [startMs, endMs]),
    )
    expect(laps.map(({ sectorsMs }) => sectorsMs)).toEqual(timed.map(({ sectorsMs }) => sectorsMs))
    expect(laps.map(({ number }) => number)).toEqual(timed.map(({ number }) => number))
  })

  test('are exact from the lap list beside it, whatever the beacons say', async () => {
    const withoutBeacons = writeLd({ ...written, laps: [] })
    const { marks } = await readSession(withoutBeacons, { companions: [ldxSource(written, 'LOG.LDX')] })
    const laps = lapsFromMarks(marks!)
    expect(laps.filter(({ kind }) => kind === 'timed').map(lapTimeMs)).toEqual(timed.map(lapTimeMs))
    expect(laps.at(0)!.kind).toBe('out')
    expect(laps.at(-1)!.kind).toBe('in')
  })

  test('have the sectors of the beacons when they come from the list', async () => {
    const { marks } = await readSession(file, { companions: [ldxSource(written)] })
    const laps = lapsFromMarks(marks!).filter(({ kind }) => kind === 'timed')
    expect(laps.map(({ sectorsMs }) => sectorsMs)).toEqual(timed.map(({ sectorsMs }) => sectorsMs))
  })

  test('say in the list which was the fastest', () => {
    const best = Math.min(...timed.map(lapTimeMs))
    const number = timed.find(lap => lapTimeMs(lap) === best)!.number
    const text = writeLdx(written)
    expect(text).toContain(`<String Id="Total Laps" Value="${timed.length + 2}"/>`)
    expect(text).toContain(`<String Id="Fastest Lap" Value="${number}"/>`)
    expect(text).toMatch(/Time="\d\.\d{17}e\+0\d"/)
  })

  test('survive when one lap alone is written, from where it was cut', async () => {
    const lap = timed[1]!
    const one = ldSessionOf(session, {
      trace: sliceTrace(session.trace, lap.startMs, lap.endMs),
      laps: [lap],
    })
    for (const companions of [[], [ldxSource(one)]]) {
      const { marks } = await readSession(writeLd(one), { companions })
      const laps = lapsFromMarks(marks!).filter(({ kind }) => kind === 'timed')
      expect(laps.map(lapTimeMs)).toEqual([lapTimeMs(lap)])
      expect(laps[0]!.sectorsMs).toEqual(lap.sectorsMs)
    }
  })
})

describe('channels of a written log', () => {
  test('come back under their names, units and times, and within single precision', async () => {
    const back = await readSession(file)
    for (const was of session.trace.channels) {
      const is = channel(back, was.name, was.source === 'gps' ? 'gps' : 'logger')
      expect([is.unit, is.kind]).toEqual([was.unit, was.kind])
      const [time, timeWas] = [timeOf(back.trace, is), timeOf(session.trace, was)]
      expect(time).toEqual(timeWas)
      // A position is written in steps of a ten-millionth of a degree; the rest loses one rounding.
      const isPosition = was.name === 'lat' || was.name === 'lon'
      const slackAt = (v: number): number => (isPosition ? 0.51e-7 : 1.2e-7 * Math.abs(v))
      let worst = 0
      for (let i = 0; i < was.values.length; i++) {
        const v = was.values[i]!
        if (!Number.isNaN(v)) worst = Math.max(worst, Math.abs(is.values[i]! - v) - slackAt(v))
      }
      expect(worst, `${was.name} ${was.source}`).toBeLessThanOrEqual(1e-12)
    }
  })

  test('have no position where the receiver had none', async () => {
    const lost = drive({ laps: 1, gps: { dropouts: 120 } })
    const was = channelOf(lost.trace, 'lat')!
    expect(was.values.some(Number.isNaN)).toBe(true)
    const back = await readSession(writeLd(ldSessionOf(lost)))
    const is = channel(back, 'lat')
    expect(Array.from(is.values, Number.isNaN)).toEqual(Array.from(was.values, Number.isNaN))
    for (const { name, values } of back.trace.channels) {
      if (name !== 'lat' && name !== 'lon') expect(values.some(Number.isNaN), name).toBe(false)
    }
  })

  test('of an uneven rate are resampled at the nearest even one', async () => {
    const uneven = { ...session.trace.groups[1]! }
    const timeMs = uneven.timeMs.map((t, i) => t + (i % 3))
    const groups = session.trace.groups.map((group, i) => (i === 1 ? { timeMs } : group))
    const back = await readSession(writeLd(ldSessionOf(session, { trace: { ...session.trace, groups } })))
    const speed = channel(back, 'speed', 'gps')
    const time = timeOf(back.trace, speed)
    expect(time[1]! - time[0]!).toBe(40)
    expect(time.at(-1)!).toBeGreaterThan(timeMs.at(-1)! - 41)
  })
})

test('who drove what, where and when is written as i2 shows it', async () => {
  const outcome = await motecLdReader.read(
    { name: 'a.ld', size: file.length, read: (o, n) => Promise.resolve(file.slice(o, o + n)) },
    {},
  )
  expect(outcome).toMatchObject({
    ok: true,
    log: {
      sessions: [
        {
          driver: session.driver.name,
          vehicle: session.car.name,
          venue: session.circuit.name,
          comment: 'Dry, 21 °C',
          startedAt: null,
        },
      ],
    },
  })
  // Local time, two hours ahead of UTC.
  expect(new Date(STARTED_AT).toISOString()).toBe('2026-05-03T09:30:00.000Z')
  expect(Buffer.from(file.subarray(94, 104)).toString('latin1')).toBe('03/05/2026')
  expect(Buffer.from(file.subarray(126, 134)).toString('latin1')).toBe('11:30:00')
})

test('lateral g is positive to the left in the file, as MoTeC has it, and to the right in Paddock', async () => {
  const view = new DataView(file.buffer)
  const index = session.trace.channels.findIndex(({ name }) => name === 'gLat')
  const block = view.getUint32(8, true) + 124 * index
  expect(Buffer.from(file.subarray(block + 32, block + 43)).toString('latin1')).toBe('G Force Lat')
  const first = view.getFloat32(view.getUint32(block + 8, true) + 4 * 20_000, true)
  const was = session.trace.channels[index]!.values[20_000]!
  expect(first).toBe(-was)
})

test('any trace can be written and read, whatever its times, gaps and names', async () => {
  const value = fc.oneof(fc.constant(Number.NaN), fc.float({ noNaN: true, noDefaultInfinity: true }))
  const group = fc.record({
    steps: fc.array(fc.double({ min: 0.5, max: 90_000, noNaN: true }), { maxLength: 30 }),
    firstMs: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    names: fc.array(
      fc.oneof(
        fc.constantFrom('speed', 'lat', 'gear', 'beacon', 'tyreTempFL'),
        fc.string({ minLength: 1, maxLength: 80 }),
      ),
      { maxLength: 4 },
    ),
    values: fc.array(value, { minLength: 31, maxLength: 31 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(group, { minLength: 1, maxLength: 3 }), async groups => {
      const trace = createTrace(
        groups.map(({ steps, firstMs, names, values }) => {
          let at = firstMs
          const timeMs = Float64Array.from(steps, step => {
            at += step
            return at
          })
          const channels = names.map(name => ({
            name,
            unit: channelInfo(name)?.unit ?? 'x',
            kind: channelInfo(name)?.kind ?? ('continuous' as const),
            source: 'can',
            values: Float64Array.from(timeMs, (_, i) => values[i]!),
          }))
          return { timeMs, channels }
        }),
      )
      const read = await readSession(writeLd({ ...written, trace, laps: [] }))
      const sampled = trace.channels.filter(c => c.values.length > 0)
      // The beacons are a channel too.
      expect(read.trace.channels.length).toBe(sampled.length + 1)
    }),
    { numRuns: 60 },
  )
})

test('a channel may have the name of something every object has', async () => {
  const timeMs = Float64Array.from({ length: 4 }, (_, i) => i * 100)
  const values = Float64Array.from(timeMs)
  const names = ['toString', 'constructor', '__proto__']
  const channels = names.map(name => ({
    name,
    unit: 'x',
    kind: 'continuous' as const,
    source: 'can',
    values,
  }))
  const read = await readSession(
    writeLd({ ...written, trace: createTrace([{ timeMs, channels }]), laps: [] }),
  )
  expect(read.trace.channels.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
})

test('two writings of one session are the same bytes', () => {
  expect(Buffer.compare(writeLd(written), file)).toBe(0)
})
