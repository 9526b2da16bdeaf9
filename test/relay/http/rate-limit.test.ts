import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressToKey, createRateLimiter } from '../../../relay/http/rate-limit.ts'

const LIMITS = { burst: 3, perSecond: 2, maxAddresses: 2 }

test('a burst passes, then as many as are refilled', () => {
  let time = 0
  const limiter = createRateLimiter(() => time, LIMITS)
  const passed = () => limiter.take('192.0.2.1') === 0
  expect([passed(), passed(), passed(), passed()]).toEqual([true, true, true, false])
  expect(limiter.take('192.0.2.1')).toBe(1)
  time = 500
  expect([passed(), passed()]).toEqual([true, false])
  time = 1_000_000
  expect([passed(), passed(), passed(), passed()]).toEqual([true, true, true, false])
})

test('one address does not use up another one', () => {
  const limiter = createRateLimiter(() => 0, LIMITS)
  for (let i = 0; i < 4; i++) limiter.take('192.0.2.1')
  expect(limiter.take('192.0.2.2')).toBe(0)
})

test('this machine is never limited', () => {
  const limiter = createRateLimiter(() => 0, LIMITS)
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
    for (let i = 0; i < 10; i++) expect(limiter.take(address)).toBe(0)
})

test('addresses that only look like this machine are limited', () => {
  const limiter = createRateLimiter(() => 0, { ...LIMITS, maxAddresses: 100 })
  for (const address of ['192.127.0.1', '1127.0.0.1', '::127.0.0.1', '2001:db8::1', ''])
    expect([1, 2, 3, 4].map(() => limiter.take(address))).toEqual([0, 0, 0, 1])
})

test('more addresses than are remembered forget the longest unused', () => {
  const limiter = createRateLimiter(() => 0, LIMITS)
  for (let i = 0; i < 4; i++) limiter.take('192.0.2.1')
  limiter.take('192.0.2.2')
  limiter.take('192.0.2.3')
  expect(limiter.take('192.0.2.1')).toBe(0)
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0DB8:0000::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::2', '0:0:0:0'],
])('%s counts as %s', (address, key) => {
  expect(addressToKey(address)).toBe(key)
})

test('whatever the address, one answer and no more memory than allowed', () => {
  const limiter = createRateLimiter(() => 0, LIMITS)
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4()), address => {
      expect(limiter.take(address)).toBeGreaterThanOrEqual(0)
    }),
  )
})
