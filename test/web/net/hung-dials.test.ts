import { expect, test } from 'vitest'
import { createHungDials } from '../../../web/net/hung-dials.ts'

const dialNamed = (name: string) => ({ name, connected: false })

test('a dial that does not open is told once, when it has taken longer than a dial takes', () => {
  const dials = createHungDials<ReturnType<typeof dialNamed>>()
  const [stuck, late] = [dialNamed('stuck'), dialNamed('late')]
  expect(dials.look([stuck], 0)).toEqual([])
  expect(dials.look([stuck, late], 5_000)).toEqual([])
  expect(dials.look([stuck, late], 8_001)).toEqual([stuck])
  expect(dials.look([stuck, late], 13_001)).toEqual([late])
  expect(dials.look([stuck, late], 60_000)).toEqual([])
})

test('one that opened is left alone, also when it closes again', () => {
  const dials = createHungDials<ReturnType<typeof dialNamed>>()
  const dial = dialNamed('open')
  dials.look([dial], 0)
  dial.connected = true
  expect(dials.look([dial], 1_000)).toEqual([])
  dial.connected = false
  expect(dials.look([dial], 60_000)).toEqual([])
})
