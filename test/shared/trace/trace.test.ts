import { describe, expect, test } from 'vitest'
import {
  CHANNELS,
  channelInfo,
  channelOf,
  createTrace,
  type GroupInput,
  MAX_CHANNELS,
  MAX_TEXT,
  timeOf,
} from '#shared/trace'
import { channel, smallTrace } from './samples.ts'

const groupOf = (times: number[], ...channels: GroupInput['channels']): GroupInput => ({
  timeMs: Float64Array.from(times),
  channels,
})
const speed = (...values: number[]) => channel('speed', 'm/s', 'gps', Float32Array.from(values))

describe('createTrace', () => {
  test('gives every channel the index of its group and takes the arrays over', () => {
    const group = groupOf([0, 10], speed(1, 2))
    const trace = createTrace([groupOf([5]), group])
    expect(trace.channels[0]?.group).toBe(1)
    expect(timeOf(trace, trace.channels[0]!)).toBe(group.timeMs)
    expect(trace.channels[0]?.values).toBe(group.channels[0]?.values)
  })

  test.each<[string, GroupInput]>([
    ['time standing still', groupOf([0, 0], speed(1, 2))],
    ['time running backwards', groupOf([10, 5], speed(1, 2))],
    ['a time that is NaN', groupOf([0, Number.NaN], speed(1, 2))],
    ['a time that is infinite', groupOf([0, Number.POSITIVE_INFINITY], speed(1, 2))],
    ['a beginning at minus infinity', groupOf([Number.NEGATIVE_INFINITY, 0], speed(1, 2))],
    ['fewer values than times', groupOf([0, 1, 2], speed(1, 2))],
    ['a channel without a name', groupOf([0], channel('', '', '', Float32Array.of(1)))],
    ['a very long unit', groupOf([0], channel('a', 'x'.repeat(MAX_TEXT + 1), '', Float32Array.of(1)))],
    ['half a surrogate pair', groupOf([0], channel('\ud800', '', '', Float32Array.of(1)))],
    ['a latitude in Float32', groupOf([0], channel('lat', 'deg', 'gps', Float32Array.of(50)))],
    ['too many channels', groupOf([0], ...Array.from({ length: MAX_CHANNELS + 1 }, () => speed(1)))],
  ])('refuses %s', (_, group) => {
    expect(() => createTrace([group])).toThrow(RangeError)
  })

  test('accepts gaps, negative times and infinite values', () => {
    const trace = createTrace([groupOf([-5, 0.5], speed(Number.NaN, Number.POSITIVE_INFINITY))])
    expect(trace.channels).toHaveLength(1)
  })
})

test('channelOf finds by name, by name and source, and says null otherwise', () => {
  const trace = createTrace([
    groupOf([0], speed(1), { ...speed(2), source: 'can' }, channel('rpm', 'rpm', 'can', Float32Array.of(3))),
  ])
  expect(channelOf(trace, 'speed')?.source).toBe('gps')
  expect(channelOf(trace, 'speed', 'can')?.values[0]).toBe(2)
  expect(channelOf(trace, 'rpm', 'gps')).toBeNull()
  expect(channelOf(smallTrace(), 'gear')).toBeNull()
})

test('every canonical channel is listed under its own name with a label', () => {
  for (const [name, info] of Object.entries(CHANNELS)) {
    expect(info.name).toBe(name)
    expect(info.label).not.toBe('')
  }
  expect(channelInfo('tyreTempRL')).toEqual(CHANNELS.tyreTempRL)
  expect(channelInfo('toString')).toBeNull()
})

test('a heading is not interpolated, because it wraps at north', () => {
  expect(CHANNELS.heading.kind).toBe('discrete')
})
