import { describe, expect, test } from 'vitest'
import type { LapId } from '#shared/id'
import { heightOf, present, toArrangement, usualArrangement } from '../../../web/desk/arrangement.ts'
import { channelFor, DELTA, keyOf, listChannels } from '../../../web/desk/channels.ts'

const channel = (name: string, source: string, index = 0) => ({
  index,
  name,
  source,
  unit: '',
  kind: 'continuous' as const,
  samples: 10,
})
const lap = (letter: string, ...channels: ReturnType<typeof channel>[]) => ({
  id: letter.repeat(32) as LapId,
  channels,
})

const list = (laps: ReturnType<typeof lap>[]) => listChannels(laps, {})

describe('the channels of the laps on the desk', () => {
  test('two speeds stay two, and each says which laps have it', () => {
    const listed = list([
      lap('a', channel('speed', 'gps'), channel('speed', 'can')),
      lap('b', channel('speed', 'gps')),
    ])
    expect(listed.map(({ key, lapIds }) => [key, lapIds.length])).toEqual([
      ['speed@gps', 2],
      ['speed@can', 1],
    ])
  })

  test('where the car was is the map’s business', () => {
    expect(list([lap('a', channel('lat', 'gps'), channel('lon', 'gps'))])).toEqual([])
  })

  test('a lap without that instrument lends its own of the same name', () => {
    const phone = lap('a', channel('speed', 'gps', 3))
    expect(channelFor(phone, 'speed@can')?.index).toBe(3)
    expect(channelFor(phone, 'throttle@can')).toBeNull()
  })

  test('are named in the language of the reader as far as it knows them', () => {
    const listed = listChannels([lap('a', channel('speed', 'can'), channel('Flux', 'x'))], {
      speed: 'Geschwindigkeit',
    })
    expect(listed.map(({ title }) => title)).toEqual(['Geschwindigkeit', 'Flux'])
  })

  test('a name with an @ in it is still found', () => {
    const odd = channel('Oil @ pump', 'can', 7)
    expect(channelFor(lap('a', odd), keyOf(odd))?.index).toBe(7)
  })
})

describe('the charts before anybody chose', () => {
  test('are speed, delta and the pedals, the car’s own speed before the satellite’s', () => {
    const listed = list([
      lap(
        'a',
        channel('brake', 'can'),
        channel('speed', 'gps'),
        channel('throttle', 'can'),
        channel('speed', 'can'),
      ),
    ])
    expect(usualArrangement(listed, true)).toEqual(['speed@can', DELTA, 'throttle@can', 'brake@can'])
  })

  test('are what most laps have: one with a car’s speed among phones does not empty the chart', () => {
    const listed = list([
      lap('a', channel('speed', 'can'), channel('speed', 'gps')),
      lap('b', channel('speed', 'gps')),
    ])
    expect(usualArrangement(listed, false)).toEqual(['speed@gps'])
  })

  test('of a log of nothing known are its own first channels', () => {
    const listed = list([lap('a', channel('Wastegate', 'x'), channel('Flux', 'x'))])
    expect(usualArrangement(listed, false)).toEqual(['Wastegate@x', 'Flux@x'])
  })
})

describe('the charts remembered for a car', () => {
  test('are shown as far as the laps have them', () => {
    const listed = list([lap('a', channel('speed', 'gps'))])
    expect(present(['rpm@can', 'speed@can', DELTA], listed, false)).toEqual(['speed@can'])
  })

  test('are forgotten when they are none', () => {
    expect(toArrangement(['speed@can'])).toEqual(['speed@can'])
    for (const wrong of [null, 'speed', [1], Array.from({ length: 99 }, () => 'speed@can')]) {
      expect(toArrangement(wrong)).toBeNull()
    }
  })

  test('give speed the most room', () => {
    expect(heightOf('speed@can')).toBeGreaterThan(heightOf('gear@can'))
  })
})
