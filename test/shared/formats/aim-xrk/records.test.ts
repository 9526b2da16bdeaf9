/** Records one by one: how samples are written, what is stepped over, what is repaired. */
import { describe, expect, test } from 'vitest'
import { sampleAt } from '../../../../shared/formats/aim-xrk/decoders.ts'
import {
  channelPayload,
  createXrkWriter,
  dataRecord,
  groupPayload,
  joined,
  moduleRecord,
  sampleBytes,
  toHalf,
  type XrkChannelSpec,
  xrkMessage,
} from '../../../../shared/formats/aim-xrk/write-records.ts'
import { channelOf, timeOf } from '../../../../shared/trace/index.ts'
import { fromHex, notesOf, readLog } from './fixture.ts'

const spec = (change: Partial<XrkChannelSpec> = {}): XrkChannelSpec => ({
  index: 5,
  name: 'Some',
  unitCode: 11,
  decoder: 6,
  size: 4,
  periodMs: 20,
  ...change,
})

/** A file of these channels and these records. */
const fileOf = (
  channels: readonly XrkChannelSpec[],
  records: readonly Uint8Array[],
  group: readonly number[] = [],
) => {
  const out = createXrkWriter()
  const lists = channels.map(channel => xrkMessage('CHS', channelPayload(channel), 1))
  if (group.length > 0) lists.push(xrkMessage('GRP', groupPayload(9, group), 1))
  out.message('CNF', joined(lists))
  for (const record of records) out.raw(record)
  return out.bytes()
}

const channelIn = async (bytes: Uint8Array, name = 'Some') => {
  const { trace } = (await readLog(bytes)).sessions[0]!
  const channel = channelOf(trace, name)!
  return { ...channel, values: Array.from(channel.values), timeMs: Array.from(timeOf(trace, channel)) }
}

const single = (tcMs: number, value: number, { decoder, index } = spec()) =>
  dataRecord('S', tcMs, index, [sampleBytes(decoder, value)])
const block = (tcMs: number, values: readonly number[], { decoder, index } = spec()) =>
  dataRecord(
    'M',
    tcMs,
    index,
    values.map(value => sampleBytes(decoder, value)),
  )

describe('samples', () => {
  test.each([
    ['a half float', 20, 2, [0.5, -1024, 6.103515625e-5, 2 ** -24]],
    ['a float', 6, 4, [1.5, -1e30, 14131]],
    ['16 bits', 4, 2, [-32768, 0, 32767]],
    ['16 bits again', 11, 2, [-1, 1, 2]],
    ['16 bits without a sign', 1, 2, [0, 9, 65534]],
    ['8 bits', 13, 1, [0, 128, 255]],
    ['32 bits', 0, 4, [-2147483648, 16777217, 2147483647]],
    ['32 bits of a third kind', 24, 4, [1, 2, 3]],
    ['a number with its label', 15, 8, [0, 1, 9]],
  ])('%s', async (_, decoder, size, values) => {
    const described = spec({ decoder, size })
    const { values: got } = await channelIn(
      fileOf(
        [described],
        values.map((value, k) => single(100 * k, value, described)),
      ),
    )
    expect(got).toEqual(values.map(value => (size === 4 && decoder === 6 ? Math.fround(value) : value)))
  })

  test('nothing to say is a gap, in every kind of number', async () => {
    for (const [decoder, size] of [
      [20, 2],
      [6, 4],
      [1, 2],
    ] as const) {
      const described = spec({ decoder, size })
      const empty = decoder === 6 ? Number.POSITIVE_INFINITY : Number.NaN
      const bytes = fileOf([described], [single(0, 1, described), single(50, empty, described)])
      expect((await channelIn(bytes)).values).toEqual([1, Number.NaN])
    }
  })

  test('all half floats are read as the standard says', () => {
    for (let word = 0; word < 65536; word++) {
      const value = sampleAt(0, Uint8Array.of(word & 255, word >> 8), 0)
      if ((word & 0x7c00) === 0x7c00) expect(value).toBeNaN()
      else expect(toHalf(value)).toBe(word)
    }
  })

  test('volts are written as millivolts, whatever the kind of number', async () => {
    const described = spec({ name: 'Own Voltage', unitCode: 0x95, decoder: 20, size: 2 })
    const got = await channelIn(fileOf([described], [single(0, 14_400, described)]), 'Own Voltage')
    expect(got.unit).toBe('V')
    expect(got.values[0]).toBeCloseTo(14.4, 5)
  })

  test('switches hold their value, measurements are joined by lines', async () => {
    const alarm = spec({ decoder: 1, size: 2 })
    expect((await channelIn(fileOf([alarm], [single(0, 1, alarm)]))).kind).toBe('discrete')
    expect((await channelIn(fileOf([spec()], [single(0, 1)]))).kind).toBe('continuous')
  })

  test('a channel written in an unknown way is named and left out', async () => {
    const odd = spec({ index: 6, name: 'Odd', decoder: 33, size: 3 })
    const log = await readLog(
      fileOf([spec(), odd], [single(0, 1), dataRecord('S', 0, 6, [new Uint8Array(3)]), single(20, 2)]),
    )
    expect(log.sessions[0]!.trace.channels.map(({ name }) => name)).toEqual(['Some'])
    expect(notesOf(log)).toMatch(/Odd/)
  })
})

describe('records', () => {
  test('a block has one sample per period', async () => {
    const got = await channelIn(fileOf([spec({ periodMs: 12.5 })], [block(100, [1, 2, 3])]))
    expect(got.timeMs).toEqual([0, 12.5, 25])
    expect(got.values).toEqual([1, 2, 3])
  })

  test('the block of a real file', async () => {
    const real = '284d3f0800001800050073060a07800680065f0629'
    const described = spec({ index: 24, decoder: 4, size: 2 })
    const got = await channelIn(fileOf([described], [fromHex(real)]))
    expect(got.values).toEqual([0x673, 0x70a, 0x680, 0x680, 0x65f])
  })

  test('a group has one sample of each member, in the order of its list', async () => {
    const small = spec({ index: 7, name: 'Small', decoder: 13, size: 1 })
    const record = dataRecord('G', 40, 9, [sampleBytes(13, 200), sampleBytes(6, 1.5)])
    const bytes = fileOf([spec(), small], [record], [7, 5])
    expect((await channelIn(bytes, 'Small')).values).toEqual([200])
    expect((await channelIn(bytes)).values).toEqual([1.5])
  })

  test('an expansion module writes records of its own', async () => {
    const bytes = fileOf([spec()], [moduleRecord(10, 5, sampleBytes(6, 3)), single(30, 4)])
    expect(await channelIn(bytes)).toMatchObject({ timeMs: [0, 20], values: [3, 4] })
  })

  test('channels with the same times share a time base, others do not', async () => {
    const other = spec({ index: 6, name: 'Other' })
    const late = spec({ index: 7, name: 'Late' })
    const records = [0, 100, 200].flatMap(tcMs => [
      single(tcMs, 1),
      single(tcMs, 2, other),
      single(tcMs + 1, 3, late),
    ])
    const { trace } = (await readLog(fileOf([spec(), other, late], records))).sessions[0]!
    expect(trace.channels.map(({ name, group }) => [name, group])).toEqual([
      ['Some', 0],
      ['Other', 0],
      ['Late', 1],
    ])
  })

  test('of overlapping blocks the earlier sample is kept', async () => {
    const bytes = fileOf([spec()], [block(0, [1, 2, 3]), block(35, [4, 5, 6])])
    expect(await channelIn(bytes)).toMatchObject({ timeMs: [0, 20, 40, 55, 75], values: [1, 2, 3, 5, 6] })
    expect(notesOf(await readLog(bytes))).toMatch(/wrote one sample twice/)
  })

  test('a channel without a period has one sample per block', async () => {
    const bytes = fileOf([spec({ periodMs: 0 })], [block(0, [1, 2, 3]), block(35, [4, 5, 6])])
    expect(await channelIn(bytes)).toMatchObject({ timeMs: [0, 35], values: [1, 4] })
  })

  test('the first description of a channel stays', async () => {
    const bytes = fileOf([spec(), spec({ name: 'Later', decoder: 13, size: 1 })], [single(0, 2.5)])
    expect((await channelIn(bytes)).values).toEqual([2.5])
  })
})

describe('damage', () => {
  const good = [single(0, 1), single(20, 2), single(40, 3)]

  test('bytes between records are stepped over and counted', async () => {
    const junk = new TextEncoder().encode('<h?(S(M junk )')
    const bytes = fileOf([spec()], [good[0]!, junk, good[1]!, junk, good[2]!])
    expect((await channelIn(bytes)).values).toEqual([1, 2, 3])
    expect(notesOf(await readLog(bytes))).toMatch(/damaged: 28 bytes inside it could not be read/)
  })

  test('a recording that breaks off keeps what came before', async () => {
    const bytes = fileOf([spec()], good)
    const log = await readLog(bytes.subarray(0, -5))
    expect(Array.from(channelOf(log.sessions[0]!.trace, 'Some')!.values)).toEqual([1, 2])
    expect(notesOf(log)).toMatch(/breaks off in the middle of a record, so its last 8 bytes/)
  })

  test('a flipped bit in a time costs that record, not the rest of the channel', async () => {
    const log = await readLog(fileOf([spec()], [good[0]!, single(2 ** 30, 9), good[1]!, good[2]!]))
    expect(Array.from(channelOf(log.sessions[0]!.trace, 'Some')!.values)).toEqual([1, 2, 3])
    expect(notesOf(log)).toMatch(/leave out one record/)
  })

  test('a long pause is believed from its second record on', async () => {
    const hour = 3_600_000
    const bytes = fileOf([spec()], [...good, single(hour, 4), single(hour + 20, 5)])
    expect((await channelIn(bytes)).timeMs).toEqual([0, 20, 40, hour + 20])
  })

  test('a wrong checksum is said, the content kept', async () => {
    const bytes = fileOf([spec()], good)
    // The first letter of the channel's long name, behind two heads of twelve bytes.
    bytes[12 + 12 + 32] = 'T'.charCodeAt(0)
    expect(notesOf(await readLog(bytes))).toMatch(/not add up to the checksum/)
  })

  test('a channel of no size cannot claim samples without bytes', async () => {
    const empty = spec({ index: 6, name: 'Empty', size: 0 })
    const claims = Array.from({ length: 50 }, (_, k) =>
      dataRecord('M', k, 6, Array(60_000).fill(new Uint8Array(0))),
    )
    const log = await readLog(fileOf([empty, spec()], [...claims, ...good]))
    expect(log.sessions[0]!.trace.channels).toHaveLength(1)
  })

  test('a message that claims megabytes is stepped over', async () => {
    const liar = fromHex('3c684c49450000007000013e')
    const bytes = fileOf([spec()], [good[0]!, liar, ...good.slice(1)])
    expect((await channelIn(bytes)).values).toEqual([1, 2, 3])
  })
})
