/** What the reader makes of the blocks of an .ld file, one thing at a time. */
import { describe, expect, test } from 'vitest'
import { halfToNumber } from '../../../../shared/formats/motec-ld/samples.ts'
import { channelOf, timeOf } from '../../../../shared/trace/index.ts'
import { channel } from '../common/real.ts'
import { notesOf, type RawBlock, ramp, rawLd, read, readLog, readSession } from './fixture.ts'

const onlyValues = async (block: Partial<RawBlock>): Promise<number[]> => {
  const session = await readSession(rawLd([{ name: 'Some Value', samples: ramp(4), ...block }]))
  return Array.from(session.trace.channels[0]!.values)
}

describe('samples become values', () => {
  test('with the multiplier, without which engine speed is six times too low', async () => {
    const scaling = { multiplier: 6, scale: 10, decimals: -1 }
    expect(await onlyValues({ ...scaling, samples: Int16Array.of(0, 1, 1000) })).toEqual([0, 6, 6000])
  })

  test('with scale, decimals and shift', async () => {
    const samples = Int16Array.of(-25, 0, 50)
    expect(await onlyValues({ samples, decimals: 1 })).toEqual([-2.5, 0, 5])
    expect(await onlyValues({ samples, decimals: -2 })).toEqual([-2500, 0, 5000])
    expect(await onlyValues({ samples, scale: 5, shift: 7, multiplier: 2 })).toEqual([4, 14, 34])
  })

  test('as they are when a tool wrote no scaling', async () => {
    const samples = Float32Array.of(1.5, -2.25)
    expect(await onlyValues({ typeClass: 7, samples, multiplier: 0, scale: 0 })).toEqual([1.5, -2.25])
  })

  test.each([
    ['16-bit whole numbers, class 0', 0, Int16Array.of(-5, 5), [-5, 5]],
    ['16-bit whole numbers, class 3', 3, Int16Array.of(-5, 5), [-5, 5]],
    ['16-bit whole numbers, class 5', 5, Int16Array.of(-5, 5), [-5, 5]],
    ['32-bit whole numbers, class 0', 0, Int32Array.of(-123_456_789, 5), [-123_456_789, 5]],
    ['32-bit whole numbers, class 3', 3, Int32Array.of(-123_456_789, 5), [-123_456_789, 5]],
    ['32-bit whole numbers, class 5', 5, Int32Array.of(-123_456_789, 5), [-123_456_789, 5]],
    ['half precision', 7, Uint16Array.of(0x3c00, 0xc000), [1, -2]],
    ['single precision', 7, Float32Array.of(0.5, 1e10), [0.5, 1e10]],
    ['double precision, class 7', 7, Float64Array.of(0.1, 1e300), [0.1, 1e300]],
    ['double precision, class 8', 8, Float64Array.of(0.1, 1e300), [0.1, 1e300]],
  ])('%s', async (_, typeClass, samples, expected) => {
    expect(await onlyValues({ typeClass, samples })).toEqual(expected)
  })

  test('what is not finite is a gap', async () => {
    const samples = Float32Array.of(1, Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY)
    expect(await onlyValues({ typeClass: 7, samples })).toEqual([1, Number.NaN, Number.NaN, Number.NaN])
  })

  test('halves down to the smallest', () => {
    expect([0, 1, 0x3ff, 0x400, 0x7bff, 0x7c00, 0x7e00, 0x8001].map(halfToNumber)).toEqual([
      0,
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      65_504,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      -(2 ** -24),
    ])
  })

  test('a kind nobody knows costs that channel and a note', async () => {
    const log = await readLog(
      rawLd([
        { name: 'Odd', typeClass: 12, samples: ramp(4) },
        { name: 'Even', samples: ramp(4) },
      ]),
    )
    expect(log.sessions[0]!.trace.channels.map(({ name }) => name)).toEqual(['Even'])
    expect(notesOf(log)).toMatch(/nobody has described yet: Odd\./)
  })
})

describe('names and units', () => {
  test('of what is known are Paddock’s', async () => {
    const session = await readSession(
      rawLd([
        { name: 'Ground Speed', unit: 'km/h', samples: Int16Array.of(36, 72) },
        { name: 'GPS Speed', unit: 'mph', samples: Int16Array.of(10, 20) },
        { name: 'Engine RPM', unit: 'rpm', samples: ramp(2) },
        { name: 'Eng Oil Pres', unit: 'kPa', samples: Int16Array.of(100, 200) },
        { name: 'Lambda 1', unit: 'LA', samples: ramp(2) },
      ]),
    )
    const { channels } = session.trace
    expect(channels.map(({ name, unit, source }) => `${name} ${unit} ${source}`)).toEqual([
      'speed m/s logger',
      'speed m/s gps',
      'rpm rpm logger',
      'oilPressure bar logger',
      'Lambda 1 LA logger',
    ])
    expect(Array.from(channels[0]!.values)).toEqual([10, 20])
    expect(channels[1]!.values[0]).toBeCloseTo(4.4704, 6)
    expect(Array.from(channels[3]!.values)).toEqual([1, 2])
  })

  test('the first of several that mean the same gets the name, the others keep their own', async () => {
    const session = await readSession(
      rawLd(
        ['Throttle Pos', 'Throttle Pedal', 'throttle'].map(name => ({ name, unit: '%', samples: ramp(2) })),
      ),
    )
    expect(session.trace.channels.map(({ name }) => name)).toEqual([
      'throttle',
      'Throttle Pedal',
      'throttle (own)',
    ])
  })

  test('two channels of one name are told apart', async () => {
    const session = await readSession(rawLd([1, 2].map(() => ({ name: 'Spare', samples: ramp(2) }))))
    expect(session.trace.channels.map(({ name }) => name)).toEqual(['Spare', 'Spare 2'])
  })

  test('lateral g is turned round, and a note says so', async () => {
    const log = await readLog(
      rawLd([{ name: 'G Force Lat', unit: 'G', decimals: 2, samples: Int16Array.of(150) }]),
    )
    expect(channel(log.sessions[0]!, 'gLat').values[0]).toBe(-1.5)
    expect(notesOf(log)).toMatch(/positive to the left/)
  })

  test('positions without a fix are gaps', async () => {
    const position = (name: string, values: number[]): RawBlock => ({
      name,
      unit: 'deg',
      typeClass: 5,
      decimals: 7,
      samples: Int32Array.from(values),
    })
    const session = await readSession(
      rawLd([
        position('GPS Latitude', [0, 473_820_367, 2_000_000_000]),
        position('GPS Longitude', [0, 182_202_700, 182_202_700]),
      ]),
    )
    const [lat, lon] = [channel(session, 'lat'), channel(session, 'lon')]
    expect(Array.from(lat.values)).toEqual([Number.NaN, 473_820_367 * 10 ** -7, Number.NaN])
    expect(Array.from(lon.values)).toEqual([Number.NaN, 182_202_700 * 10 ** -7, Number.NaN])
    expect(lat.group).toBe(lon.group)
  })
})

describe('times', () => {
  test('follow from the rate; channels of one rate share them', async () => {
    const session = await readSession(
      rawLd([
        { name: 'A', rate: 20, samples: ramp(40) },
        { name: 'B', rate: 10, samples: ramp(20) },
        { name: 'C', rate: 20, samples: ramp(40) },
      ]),
    )
    const [a, b, c] = ['A', 'B', 'C'].map(name => channel(session, name))
    expect([a!.group, c!.group]).toEqual([a!.group, a!.group])
    expect(Array.from(timeOf(session.trace, a!).subarray(0, 3))).toEqual([0, 50, 100])
    expect(timeOf(session.trace, b!).at(-1)).toBe(1900)
  })

  test('a rate that does not fit the log is worked out from the samples, and a note says so', async () => {
    const right = ['A', 'B', 'C'].map(name => ({ name, rate: 100, samples: ramp(2000) }))
    const log = await readLog(rawLd([...right, { name: 'rpm', rate: 138, samples: ramp(1681) }]))
    const { trace } = log.sessions[0]!
    const time = timeOf(trace, trace.channels.find(({ name }) => name.startsWith('rpm'))!)
    expect(time.at(-1)!).toBeCloseTo((20_000 * 1680) / 1681, 6)
    expect(notesOf(log)).toMatch(/rpm 84\.0 instead of 138 Hz/)
  })

  test('a slow channel with one sample more or less is left alone', async () => {
    const log = await readLog(
      rawLd([
        { name: 'A', rate: 100, samples: ramp(2040) },
        { name: 'B', rate: 100, samples: ramp(2040) },
        { name: 'Slow', rate: 1, samples: ramp(21) },
      ]),
    )
    const { trace } = log.sessions[0]!
    expect(timeOf(trace, channelOf(trace, 'Slow')!).at(-1)).toBe(20_000)
    expect(log.notes).toEqual([])
  })

  test('a rate of 0 is worked out, or the channel is left out when nothing tells the length', async () => {
    const log = await readLog(
      rawLd([
        { name: 'A', rate: 10, samples: ramp(20) },
        { name: 'B', rate: 0, samples: ramp(40) },
      ]),
    )
    expect(timeOf(log.sessions[0]!.trace, channel(log.sessions[0]!, 'B'))[1]).toBe(50)
    expect(await read(rawLd([{ name: 'B', rate: 0, samples: ramp(40) }]))).toMatchObject({ ok: false })
  })
})

describe('pointers are not believed', () => {
  const three = ['A', 'B', 'C'].map(name => ({ name, samples: ramp(20) }))
  const namesOf = async (file: Uint8Array): Promise<string[]> =>
    (await readLog(file)).sessions[0]!.trace.channels.map(({ name }) => name)

  test.each([
    ['back to the first', (at: number) => at],
    ['to itself', (at: number) => at + 124],
    ['out of the file', () => 0xfffffff0],
    ['into the last bytes', () => 2400],
  ])('a list that leads %s ends there', async (_, next) => {
    const file = rawLd(three, (view, at) => view.setUint32(at + 124 + 4, next(at), true))
    expect(await namesOf(file)).toEqual(['A', 'B'])
    expect(notesOf(await readLog(file))).toMatch(/list of channels is damaged/)
  })

  test('the count in the header does not matter', async () => {
    for (const count of [0, 1, 0xffffffff]) {
      expect(await namesOf(rawLd(three, view => view.setUint32(86, count, true)))).toEqual(['A', 'B', 'C'])
    }
  })

  test.each([0, 3, 500, 2373, 0x7fffffff, 0xffffffff])('an event block at %i does no harm', async at => {
    expect(await namesOf(rawLd(three, view => view.setUint32(36, at, true)))).toEqual(['A', 'B', 'C'])
  })

  test('samples that are not in the file are gaps or missing, and are said', async () => {
    const claiming = await readLog(rawLd([...three.slice(0, 2), { name: 'C', count: 30, samples: ramp(20) }]))
    const { values } = channel(claiming.sessions[0]!, 'C')
    expect(values.length).toBe(30)
    expect(Array.from(values).filter(v => !Number.isNaN(v))).toHaveLength(20)
    expect(notesOf(claiming)).toMatch(/one channel ends early/)

    const nowhere = rawLd(three, (view, at) => view.setUint32(at + 8, 0xffffff00, true))
    expect(await namesOf(nowhere)).toEqual(['B', 'C'])
    expect(notesOf(await readLog(nowhere))).toMatch(/one channel has no samples/)
  })

  test('a count of four thousand million takes no memory', async () => {
    const log = await readLog(rawLd([{ name: 'A', count: 0xffffffff, samples: ramp(20) }]))
    expect(channel(log.sessions[0]!, 'A').values).toHaveLength(20)
  })

  test('channels may not claim the same samples over and over', async () => {
    const blocks = Array.from({ length: 3000 }, (_, i) => ({ name: `C${i}`, samples: ramp(0) }))
    const file = rawLd([...blocks, { name: 'Last', samples: ramp(20_000) }], (view, at) => {
      for (let i = 0; i < 3000; i++) {
        view.setUint32(at + 124 * i + 8, at + 124 * 3001, true)
        view.setUint32(at + 124 * i + 12, 20_000, true)
      }
    })
    const log = await readLog(file)
    const bytes = log.sessions[0]!.trace.channels.reduce((sum, { values }) => sum + values.byteLength, 0)
    expect(bytes).toBeLessThan(4 * file.length)
    expect(notesOf(log)).toMatch(/channels have no samples/)
  })
})

test('a lap counter is a lap column, never marks', async () => {
  const samples = Int16Array.from({ length: 60 }, (_, i) => Math.floor(i / 20))
  const session = await readSession(rawLd([{ name: 'Lap Number', rate: 1, samples }]))
  expect(session.marks).toBeNull()
  expect(session.lapColumn).toEqual([
    { startMs: 0, endMs: 20_000, number: 0, kind: 'partial' },
    { startMs: 20_000, endMs: 40_000, number: 1 },
    { startMs: 40_000, endMs: 59_000, number: 2, kind: 'partial' },
  ])
})
