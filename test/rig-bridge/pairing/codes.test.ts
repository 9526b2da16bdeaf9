import { expect, test } from 'vitest'
import { createPairingCodes } from '#rig-bridge/pairing'
import { CODE_TRIES, CODE_VALID_MS } from '#shared/api'

const started = () => {
  let nowMs = 0
  let next = 0
  const codes = createPairingCodes({ now: () => nowMs, randomBelow: () => next++ })
  const pass = (ms: number): void => {
    nowMs += ms
  }
  return { codes, pass }
}

const [PAGE, OTHER] = [{}, {}]

test('a code has six digits, works once, and only for who asked', () => {
  const { codes } = started()
  expect(codes.ask(PAGE)).toEqual({ kind: 'code', code: '000000', validMs: CODE_VALID_MS })
  expect(codes.type(OTHER, '000000')).toBe('no-code')
  expect(codes.type(PAGE, '000000')).toBe('right')
  expect(codes.type(PAGE, '000000')).toBe('no-code')
})

test('a new code replaces the one before, whoever asked for it', () => {
  const { codes } = started()
  codes.ask(PAGE)
  codes.ask(OTHER)
  expect(codes.type(PAGE, '000000')).toBe('no-code')
  expect(codes.type(OTHER, '000001')).toBe('right')
})

test('it is over after two minutes', () => {
  const { codes, pass } = started()
  codes.ask(PAGE)
  pass(CODE_VALID_MS - 1)
  expect(codes.type(PAGE, '999999')).toBe('wrong-code')
  pass(1)
  expect(codes.type(PAGE, '000000')).toBe('no-code')
})

test('it is over after five wrong tries, also for the right one', () => {
  const { codes } = started()
  codes.ask(PAGE)
  for (let i = 1; i < CODE_TRIES; i++) expect(codes.type(PAGE, '999999')).toBe('wrong-code')
  expect(codes.type(PAGE, '999999')).toBe('too-many-tries')
  expect(codes.type(PAGE, '000000')).toBe('no-code')
})

test('it goes with the connection that asked', () => {
  const { codes } = started()
  codes.ask(PAGE)
  codes.leave(OTHER)
  codes.leave(PAGE)
  expect(codes.type(PAGE, '000000')).toBe('no-code')
})

test('the window is not filled with codes, and guessing takes years', () => {
  const { codes, pass } = started()
  let tries = 0
  let asks = 0
  for (let minute = 0; minute < 60; minute++) {
    for (let i = 0; i < 100; i++) {
      if (codes.ask(PAGE).kind !== 'code') continue
      asks++
      while (codes.type(PAGE, 'xxxxxx') === 'wrong-code') tries++
      tries++
    }
    pass(60_000)
  }
  expect(asks).toBeLessThanOrEqual(6)
  expect(tries).toBeLessThanOrEqual(30)
  expect(codes.ask(PAGE).kind).toBe('code')
})
