/** Raw columns to groups that every trace accepts. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  buildGroup,
  buildTrace,
  createNotes,
  type RawChannel,
  withoutEmpty,
} from '../../../../shared/formats/common/index.ts'
import { channelInfo, MAX_CHANNELS } from '../../../../shared/trace/index.ts'

const raw = (name: string, unit: string, values: number[], source = 'gps'): RawChannel => ({
  name,
  unit,
  source,
  values: Float64Array.from(values),
})
const build = (times: number[], ...channels: RawChannel[]) => {
  const notes = createNotes()
  const group = buildGroup(Float64Array.from(times), channels, notes)
  buildTrace([group])
  return { ...group, notes: notes.list().map(({ text }) => text) }
}

describe('time', () => {
  test('that rises is left alone', () => {
    const group = build([0, 1, 2], raw('speed', 'km/h', [36, 72, 108]))
    expect(Array.from(group.timeMs)).toEqual([0, 1, 2])
    expect(Array.from(group.channels[0]!.values)).toEqual([10, 20, 30])
    expect(group.notes).toEqual([])
  })

  test('of equal times the last wins, and its gaps are filled from the one before', () => {
    const group = build(
      [0, 5, 5, 5, 9],
      raw('a', '', [1, 2, 3, Number.NaN, 4]),
      raw('b', '', [1, 2, 3, 7, 4]),
    )
    expect(Array.from(group.timeMs)).toEqual([0, 5, 9])
    expect(Array.from(group.channels[0]!.values)).toEqual([1, 3, 4])
    expect(Array.from(group.channels[1]!.values)).toEqual([1, 7, 4])
    expect(group.notes).toEqual([])
  })

  test('that goes backwards is left out and noted', () => {
    const group = build([0, 10, 5, 20], raw('a', '', [1, 2, 3, 4]))
    expect(group.timeMs).toHaveLength(3)
    expect(group.notes).toEqual([
      'One row was left out because the clock of the recording went backwards there.',
    ])
  })

  test('one wild time costs one row', () => {
    const group = build([0, 10, 9e12, 20, 30, 40], raw('a', '', [1, 2, 3, 4, 5, 6]))
    expect(Array.from(group.timeMs)).toEqual([0, 10, 20, 30, 40])
  })

  test('that is unknown is left out and noted', () => {
    const group = build([0, Number.NaN, 10, Number.POSITIVE_INFINITY], raw('a', '', [1, 2, 3, 4]))
    expect(Array.from(group.timeMs)).toEqual([0, 10])
    expect(group.notes).toEqual(['2 rows have no readable time and were left out.'])
  })

  test('whatever it is, a trace accepts it, in order, and as much as can be', () => {
    const time = fc.oneof(
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e300),
    )
    fc.assert(
      fc.property(fc.array(time, { maxLength: 14 }), times => {
        const group = build(
          times,
          raw(
            'a',
            '',
            times.map((_, i) => i),
          ),
        )
        expect(group.timeMs.length).toBe(longestRising(times.filter(Number.isFinite)))
        for (const [k, t] of group.timeMs.entries()) {
          const row = group.channels[0]!.values[k]!
          expect(times[row]).toBe(t)
        }
      }),
    )
  })
})

/** Distinct times of a longest non-decreasing run, the slow way; several such runs may exist, so only bounds. */
const longestRising = (times: number[]): number => {
  const strict = times.map(() => 1)
  for (let i = 0; i < times.length; i++) {
    for (let j = 0; j < i; j++) if (times[j]! < times[i]!) strict[i] = Math.max(strict[i]!, strict[j]! + 1)
  }
  return Math.max(0, ...strict)
}

describe('names and units', () => {
  test('a canonical name carries its canonical unit and kind', () => {
    const { channels } = build(
      [0],
      raw('altitude', 'ft', [100]),
      raw('heading', 'deg', [10]),
      raw('lat', '', [50]),
    )
    expect(channels.map(({ name, unit, kind }) => [name, unit, kind])).toEqual([
      ['altitude', 'm', 'continuous'],
      ['heading', 'deg', 'discrete'],
      ['lat', 'deg', 'continuous'],
    ])
    expect(channels[0]!.values[0]).toBeCloseTo(30.48, 4)
  })

  test('a canonical name in a unit that does not fit is renamed', () => {
    const { channels } = build([0], raw('speed', '', [1]), raw('brake', 'bar', [2]))
    expect(channels.map(({ name, unit }) => [name, unit])).toEqual([
      ['speed (unit unknown)', ''],
      ['brake (bar)', 'bar'],
    ])
  })

  test('an unknown name keeps its name; a known unit is converted, an unknown one kept', () => {
    const { channels } = build([0], raw('Intake', 'F', [212]), raw('Wobble', 'furlong', [3]))
    expect(channels.map(({ name, unit, values }) => [name, unit, values[0]])).toEqual([
      ['Intake', '°C', 100],
      ['Wobble', 'furlong', 3],
    ])
  })

  test('any text makes a name, and names are distinct', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.oneof(
              fc.string({ unit: 'binary', maxLength: 400 }),
              fc.constantFrom('speed', 'a', 'a 2', '\ud800'),
            ),
            unit: fc.oneof(fc.string({ maxLength: 300 }), fc.constantFrom('km/h', '')),
            source: fc.constantFrom('gps', 'obd', '\udc00'),
          }),
          { maxLength: 12 },
        ),
        texts => {
          const { channels } = build([0], ...texts.map(t => raw(t.name, t.unit, [1], t.source)))
          expect(new Set(channels.map(c => `${c.name}\n${c.source}`)).size).toBe(texts.length)
          for (const { name, unit } of channels) expect(unit).toBe(channelInfo(name)?.unit ?? unit)
        },
      ),
    )
  })

  test('the same name from two instruments stays, from one it is numbered', () => {
    const { channels } = build(
      [0],
      raw('speed', 'm/s', [1]),
      raw('speed', 'm/s', [2], 'obd'),
      raw('speed', 'm/s', [3]),
    )
    expect(channels.map(({ name, source }) => [name, source])).toEqual([
      ['speed', 'gps'],
      ['speed', 'obd'],
      ['speed 2', 'gps'],
    ])
  })
})

describe('values', () => {
  test('positions are double, others single unless that shows', () => {
    const { channels } = build(
      [0],
      raw('lat', 'deg', [50]),
      raw('rpm', 'rpm', [9000]),
      raw('epoch', 's', [1.7e9]),
    )
    expect(channels.map(({ values }) => values.BYTES_PER_ELEMENT)).toEqual([8, 4, 8])
    expect(channels[2]!.values[0]).toBe(1.7e9)
  })

  test('a receiver without a fix leaves a gap', () => {
    const group = build(
      [0, 1, 2, 3, 4],
      raw('lat', 'deg', [50, 0, 91, 51, Number.NaN]),
      raw('lon', 'deg', [8, 0, 8, 181, 8]),
    )
    expect(Array.from(group.channels[0]!.values)).toEqual([
      50,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
    expect(Array.from(group.channels[1]!.values)).toEqual([8, Number.NaN, Number.NaN, Number.NaN, Number.NaN])
    expect(group.notes).toHaveLength(1)
    expect(group.notes[0]).toMatch(/^3 positions were left out/)
  })

  test('infinite values are gaps', () => {
    const { channels } = build([0], raw('a', '', [Number.POSITIVE_INFINITY]))
    expect(channels[0]!.values[0]).toBeNaN()
  })

  test('columns without a value can be left out, and the note names them', () => {
    const notes = createNotes()
    const kept = withoutEmpty([raw('RPM', 'rpm', [Number.NaN]), raw('a', '', [1])], notes)
    expect(kept.map(({ name }) => name)).toEqual(['a'])
    expect(notes.list()[0]!.text).toBe('Left out because they hold no values: RPM.')
  })
})

describe('the trace', () => {
  test('empty groups vanish, and names are distinct across groups', () => {
    const notes = createNotes()
    const groupOf = (times: number[]) => buildGroup(Float64Array.from(times), [raw('a', '', times)], notes)
    const trace = buildTrace([groupOf([]), groupOf([0, 1]), groupOf([0, 2])], notes)
    expect(trace.groups).toHaveLength(2)
    expect(trace.channels.map(({ name }) => name)).toEqual(['a', 'a 2'])
  })

  test('too many channels are cut and noted', () => {
    const notes = createNotes()
    const many = Array.from({ length: MAX_CHANNELS + 3 }, () => raw('a', '', [1]))
    const trace = buildTrace([buildGroup(Float64Array.of(0), many, notes)], notes)
    expect(trace.channels).toHaveLength(MAX_CHANNELS)
    expect(notes.list().at(-1)!.text).toContain('the file has 3 more')
  })
})

describe('notes', () => {
  test('the same sentence is kept once, and a flood is capped', () => {
    const notes = createNotes()
    notes.add('info', 'Same.')
    notes.add('info', 'Same.')
    expect(notes.list()).toEqual([{ kind: 'info', text: 'Same.' }])
    for (let i = 0; i < 5000; i++) notes.add('dropped', `Sentence ${i}.`)
    expect(notes.list().length).toBeLessThan(50)
    expect(notes.list().at(-1)!.text).toBe('Further remarks on this file were left out: 1000 or more.')
  })
})
