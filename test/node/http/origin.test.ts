import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostKind, isOriginAllowed } from '#node/http'

describe('B3: the Host of a loopback server', () => {
  test.each([
    ['localhost:7420', 'localhost'],
    ['LOCALHOST:7420', 'localhost'],
    ['127.0.0.1:7420', 'address'],
    ['[::1]:7420', 'address'],
    ['localhost', 'foreign'],
    ['127.0.0.1', 'foreign'],
    ['localhost:7421', 'foreign'],
    ['localhost:07420', 'foreign'],
    ['localhost.:7420', 'foreign'],
    ['localhost:7420.', 'foreign'],
    ['localhost.evil.example:7420', 'foreign'],
    ['evil.localhost:7420', 'foreign'],
    ['evil.example:7420', 'foreign'],
    ['127.0.0.1.evil.example:7420', 'foreign'],
    ['127.0.0.2:7420', 'foreign'],
    ['127.1:7420', 'foreign'],
    ['2130706433:7420', 'foreign'],
    ['0x7f.1:7420', 'foreign'],
    ['0.0.0.0:7420', 'foreign'],
    ['[::]:7420', 'foreign'],
    ['::1:7420', 'foreign'],
    ['[::ffff:127.0.0.1]:7420', 'foreign'],
    ['user@localhost:7420', 'foreign'],
    ['localhost:7420 ', 'foreign'],
    ['localhost:7420,evil.example', 'foreign'],
    ['', 'foreign'],
    [undefined, 'foreign'],
  ] as const)('%j is %s', (host, kind) => {
    expect(hostKind(host, 7420)).toBe(kind)
  })

  test('on port 80 browsers leave the port out', () => {
    expect(hostKind('localhost', 80)).toBe('localhost')
    expect(hostKind('localhost:80', 80)).toBe('localhost')
    expect(hostKind('[::1]', 80)).toBe('address')
  })

  test('nothing but the three names is ever ours', () => {
    fc.assert(
      fc.property(fc.string(), host => {
        const isOurs = /^(localhost|127\.0\.0\.1|\[::1\]):7420$/i.test(host)
        expect(hostKind(host, 7420) !== 'foreign').toBe(isOurs)
      }),
    )
  })
})

describe('B2: the Origin of what may change something', () => {
  test.each([
    ['http://localhost:7420', true],
    [undefined, true],
    ['null', false],
    ['', false],
    ['http://LOCALHOST:7420', false],
    ['https://localhost:7420', false],
    ['http://localhost', false],
    ['http://localhost:7421', false],
    ['http://localhost:74200', false],
    ['http://localhost:7420/', false],
    ['http://localhost:7420.evil.example', false],
    ['http://evil.example', false],
    ['http://xlocalhost:7420', false],
    ['http://127.0.0.1:7420', false],
  ])('%j: %s', (origin, isAllowed) => {
    expect(isOriginAllowed(origin, 7420)).toBe(isAllowed)
  })
})
