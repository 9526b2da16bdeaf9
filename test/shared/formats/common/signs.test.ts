/** Signs of channels against the path driven. */
import { describe, expect, test } from 'vitest'
import { alignSigns, createNotes } from '../../../../shared/formats/common/index.ts'
import { simulateSession } from '../../../../shared/sim/index.ts'
import type { GroupInput } from '../../../../shared/trace/index.ts'

const groupsOf = (gpsHz: number): GroupInput[] => {
  const { trace } = simulateSession({
    seed: 4,
    circuit: 'kestrel-heath',
    laps: 2,
    rateHz: 10,
    gps: { rateHz: gpsHz, dropouts: 0 },
  })
  return trace.groups.map(({ timeMs }, g) => ({
    timeMs,
    channels: trace.channels
      .filter(({ group }) => group === g)
      .map(({ group: _, ...channel }) => ({ ...channel, values: channel.values.slice() })),
  }))
}

const valuesOf = (groups: readonly GroupInput[], name: string) =>
  groups.flatMap(({ channels }) => channels).find(channel => channel.name === name)!.values

const turn = (values: Float32Array | Float64Array): void => {
  for (let i = 0; i < values.length; i++) values[i] = 0 - values[i]!
}

describe.each([1, 10])('with a receiver at %d Hz', gpsHz => {
  test('right signs are left alone', () => {
    const notes = createNotes()
    const groups = groupsOf(gpsHz)
    const before = ['gLat', 'gLong', 'steering'].map(name => valuesOf(groups, name).slice())
    alignSigns(groups, notes)
    expect(['gLat', 'gLong', 'steering'].map(name => valuesOf(groups, name))).toEqual(before)
    expect(notes.list()).toEqual([])
  })

  test.each([
    [
      'gLat',
      'Lateral g had the opposite sign of the path driven and was turned round, so that right is positive.',
    ],
    [
      'steering',
      'Steering had the opposite sign of the path driven and was turned round, so that right is positive.',
    ],
    [
      'gLong',
      'Longitudinal g had the opposite sign of the path driven and was turned round, so that speeding up is positive.',
    ],
  ])('%s the wrong way round is turned, and that is said', (name, sentence) => {
    const notes = createNotes()
    const groups = groupsOf(gpsHz)
    const right = valuesOf(groups, name).map(v => v + 0)
    turn(valuesOf(groups, name))
    alignSigns(groups, notes)
    valuesOf(groups, name).forEach((v, i) => {
      expect(v).toBeCloseTo(right[i]!, 6)
    })
    expect(notes.list()).toEqual([{ kind: 'guessed', text: sentence }])
  })

  test('a channel that has nothing to do with the path is left alone', () => {
    const notes = createNotes()
    const groups = groupsOf(gpsHz)
    valuesOf(groups, 'gLat').forEach((_, i, values) => {
      values[i] = Math.sin(i * 12.9898)
    })
    alignSigns(groups, notes)
    expect(notes.list()).toEqual([])
  })
})

test('a few samples prove nothing', () => {
  const notes = createNotes()
  const [bus, sky] = groupsOf(10)
  const short = [
    bus!,
    {
      timeMs: sky!.timeMs.slice(0, 50),
      channels: sky!.channels.map(c => ({ ...c, values: c.values.slice(0, 50) })),
    },
  ]
  turn(valuesOf(short, 'gLat'))
  alignSigns(short, notes)
  expect(notes.list()).toEqual([])
})

test('without speed or course nothing happens', () => {
  const notes = createNotes()
  const [bus] = groupsOf(10)
  expect(alignSigns([bus!], notes)).toEqual([bus])
  expect(alignSigns([], notes)).toEqual([])
})
