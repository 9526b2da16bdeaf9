/** A MoTeC logger's own file and a synthetic one of another project, against numbers computed without this code. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { memorySource, unitToCanonical } from '../../../../shared/formats/common/index.ts'
import { motecLdReader } from '../../../../shared/formats/motec-ld/index.ts'
import { createNaming } from '../../../../shared/formats/motec-ld/naming.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelInfo, timeOf } from '../../../../shared/trace/index.ts'
import { channel, describeReal, oracleOf, readReal, realBytes, statisticsOf } from '../common/real.ts'
import { notesOf } from './fixture.ts'

const Channels = z.array(
  z.object({
    name: z.string(),
    unit: z.string(),
    hz: z.number(),
    n: z.number(),
    min: z.number(),
    max: z.number(),
    mean: z.number(),
    first: z.number(),
    last: z.number(),
  }),
)
type Expected = z.infer<typeof Channels>[number]

const SAMPLE = 'motec/Sample1.ld'
const SYNTHETIC = 'motec/tobi_synthetic_motec_multilap'

/** Every channel of the file: how many samples at what rate, and five numbers of them. */
const expectChannels = async (file: string): Promise<void> => {
  const [session] = (await readReal(motecLdReader, file)).sessions
  const expected = Channels.parse(oracleOf(file).channels)
  const nameOf = createNaming()
  expect(session!.trace.channels).toHaveLength(expected.length)
  for (const want of expected) {
    const named = nameOf(want.name, want.unit)
    const got = channel(session!, named.name, named.source)
    const time = timeOf(session!.trace, got)
    expect([got.values.length, time[1]]).toEqual([want.n, 1000 / want.hz])
    expectNumbers(want, got.values, named.factor, named.offset)
    const unit = channelInfo(named.name)?.unit ?? unitToCanonical(want.unit)?.unit ?? want.unit
    expect(got.unit).toBe(unit)
  }
}

const expectNumbers = (want: Expected, values: ArrayLike<number>, factor: number, offset: number): void => {
  const { min, max, mean } = statisticsOf(values)
  const turned = factor < 0
  const pairs = [
    [min, turned ? want.max : want.min],
    [max, turned ? want.min : want.max],
    [mean, want.mean],
    [values[0]!, want.first],
    [values[values.length - 1]!, want.last],
  ] as const
  const size = Math.max(Math.abs(want.min), Math.abs(want.max)) * Math.abs(factor) + Math.abs(offset)
  for (const [is, was] of pairs) {
    // Seven digits in the oracle, single precision here.
    expect(Math.abs(is - (was * factor + offset)), want.name).toBeLessThanOrEqual(3e-7 * size)
  }
}

describeReal(SAMPLE, () => {
  test('all 78 channels', () => expectChannels(SAMPLE))

  test('lap times from the beacons, with two splits each', async () => {
    const [session] = (await readReal(motecLdReader, SAMPLE)).sessions
    const laps = lapsFromMarks(session!.marks!)
    const timed = laps.filter(({ kind }) => kind === 'timed')
    expect(timed.map(lapTimeMs)).toEqual([65_163, 63_682, 65_192, 63_759])
    expect(timed.map(({ sectorsMs }) => sectorsMs.length)).toEqual([3, 3, 3, 3])
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'timed', 'timed', 'in'])
    expect(laps[1]!.startMs).toBe(94_136)
  })

  test('agree with the lap times the logger computed itself, in steps of 10 ms', async () => {
    const [session] = (await readReal(motecLdReader, SAMPLE)).sessions
    const own = [...new Set(channel(session!, 'Lap Time').values)].filter(s => s > 0)
    const timed = lapsFromMarks(session!.marks!).filter(({ kind }) => kind === 'timed')
    expect(own).toHaveLength(timed.length)
    for (const [i, s] of own.entries()) expect(Math.abs(s * 1000 - lapTimeMs(timed[i]!))).toBeLessThan(16)
  })

  test('who, where and when', async () => {
    const log = await readReal(motecLdReader, SAMPLE)
    expect(log.sessions[0]).toMatchObject({ driver: null, vehicle: '11A', venue: 'Calder', startedAt: null })
    expect(log.sessions[0]!.comment).toBe(
      'i2 data day · 2 · second warmup · Calder Park, 23/11/05, fine sunny day',
    )
    expect(notesOf(log)).toMatch(/23\/11\/2005 at 09:53:00/)
  })

  test('right is positive: the front wheel on the outside runs faster', async () => {
    const [session] = (await readReal(motecLdReader, SAMPLE)).sessions
    const [g, left, right] = ['gLat', 'wheelSpeedFL', 'wheelSpeedFR'].map(n => channel(session!, n).values)
    let product = 0
    for (let i = 0; i < g!.length; i++) product += g![i]! * (left![i]! - right![i]!)
    expect(product).toBeGreaterThan(0)
  })
})

describeReal(`${SYNTHETIC}.ld`, () => {
  test('all channels, of a file with nothing but blocks behind a short header', async () => {
    const [session] = (await readReal(motecLdReader, `${SYNTHETIC}.ld`)).sessions
    const expected = Channels.parse(oracleOf(`${SYNTHETIC}.ld`).channels)
    expect(session!.trace.channels).toHaveLength(expected.length)
    for (const want of expected) {
      const named = createNaming()(want.name, want.unit)
      const got = channel(session!, named.name)
      expect(got.values).toHaveLength(want.n)
      expectNumbers(want, got.values, named.factor, named.offset)
    }
    expect(session).toMatchObject({ driver: null, vehicle: null, venue: null, comment: null, marks: null })
  })

  test('laps of the list beside it', async () => {
    const file = realBytes(`${SYNTHETIC}.ld`)
    const companions = [memorySource('a.ldx', realBytes(`${SYNTHETIC}.ldx`))]
    const outcome = await motecLdReader.read(memorySource('a.ld', file), { companions })
    const marks = outcome.ok ? outcome.log.sessions[0]!.marks! : []
    const { laps_between_markers_s } = z
      .object({ laps_between_markers_s: z.array(z.number()) })
      .parse(oracleOf(`${SYNTHETIC}.ldx`))
    const timed = lapsFromMarks(marks).filter(({ kind }) => kind === 'timed')
    expect(timed.map(lap => lapTimeMs(lap) / 1000)).toEqual(laps_between_markers_s)
    expect(marks).toHaveLength(12)
  })
})
