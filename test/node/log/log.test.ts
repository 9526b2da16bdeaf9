import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLog, type LogLevel, openLogPlace } from '#node/log'
import { temporaryFolder } from '../support/folder.ts'

const NOON = () => new Date(Date.UTC(2026, 5, 13, 12, 0, 0))

const recorded = (format: 'json' | 'text', level: LogLevel = 'debug') => {
  const lines: string[] = []
  return { lines, log: createLog({ level, format, now: NOON, write: line => void lines.push(line) }) }
}

describe('as JSON', () => {
  test('one event is one line with time, level, message and fields', () => {
    const { lines, log } = recorded('json')
    log.info('lap saved', { lap: 7, car: 'Caterham' })
    expect(lines).toEqual([
      '{"time":"2026-06-13T12:00:00.000Z","level":"info","message":"lap saved","lap":7,"car":"Caterham"}\n',
    ])
  })

  test('a field cannot pretend to be the event', () => {
    const { lines, log } = recorded('json')
    log.warn('true', { level: 'info', message: 'false', time: 'never' })
    expect(JSON.parse(lines[0]!)).toEqual({
      time: '2026-06-13T12:00:00.000Z',
      level: 'warn',
      message: 'true',
    })
  })

  test('an error keeps its stack', () => {
    const { lines, log } = recorded('json')
    log.error('failed', { error: new RangeError('too far') })
    expect(JSON.parse(lines[0]!).error).toMatch(/^RangeError: too far\n\s+at /)
  })

  test('secrets are not written, however deep', () => {
    const { lines, log } = recorded('json')
    log.info('signed in', {
      password: 'p1',
      headers: { Authorization: 'p2', Cookie: 'p3' },
      accessToken: 'p4',
    })
    expect(lines[0]).not.toMatch(/p[1-4]/)
    expect(lines[0]).toContain('[hidden]')
  })

  test.each([
    [
      'circular',
      (() => {
        const loop: Record<string, unknown> = {}
        loop.self = loop
        return loop
      })(),
    ],
    [
      'a getter that throws',
      {
        get bad() {
          throw new Error('no')
        },
      },
    ],
    ['a bigint', 12n],
    ['nothing', undefined],
  ])('never throws: %s', (_name, value) => {
    const { lines, log } = recorded('json')
    log.info('odd', { value })
    expect(lines).toHaveLength(1)
    expect(() => JSON.parse(lines[0]!)).not.toThrow()
  })
})

describe('as text for a terminal', () => {
  test('the time of day, the level when it matters, the message, the fields', () => {
    const { lines, log } = recorded('text')
    log.info('lap saved', { lap: 7 })
    log.warn('disk nearly full')
    expect(lines).toEqual(['12:00:00 lap saved (lap=7)\n', '12:00:00 warn: disk nearly full\n'])
  })

  test('hides secrets and shows control characters instead of obeying them', () => {
    const { lines, log } = recorded('text')
    log.info('name \u001b[31mred\n', { token: 'abc', driver: 'a\rb' })
    expect(lines).toEqual(['12:00:00 name \\u001b[31mred\\u000a (token=[hidden], driver=a\\u000db)\n'])
  })
})

test('only the wanted levels are written', () => {
  const { lines, log } = recorded('text', 'warn')
  log.debug('1')
  log.info('2')
  log.warn('3')
  log.error('4')
  expect(lines.map(line => line.at(-2))).toEqual(['3', '4'])
})

test.each(['json', 'text'] as const)('whatever is logged as %s is one line of limited length', format => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 20_000, size: 'max' }),
      fc.object(),
      (message, fields) => {
        const { lines, log } = recorded(format)
        log.info(message, fields)
        expect(lines).toHaveLength(1)
        expect(lines[0]!.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(lines[0]!.length).toBeLessThan(64 * 1024)
        if (format === 'json') expect(() => JSON.parse(lines[0]!)).not.toThrow()
      },
    ),
    { numRuns: 60 },
  )
})

describe('a log file', () => {
  test('is appended to, and only its owner may read it', () => {
    const file = join(temporaryFolder(), 'relay.log')
    for (const line of ['one\n', 'two\n']) {
      const place = openLogPlace(file, process.stderr)
      if (!place.ok) throw new Error(place.message)
      place.write(line)
      place.close()
      place.write('after the end\n')
    }
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('that cannot be written is one sentence', () => {
    const place = openLogPlace(join(temporaryFolder(), 'none', 'relay.log'), process.stderr)
    expect(place).toEqual({
      ok: false,
      message: expect.stringMatching(
        /^The log file .* cannot be written \(ENOENT\): name another with --log-file\.$/,
      ),
    })
  })
})
