import { describe, expect, test } from 'vitest'
import type { HealthFacts } from '#rig-bridge/health'
import { factsToReport, textToCode } from '../../../rig-bridge/health/report.ts'
import { acceptedWords, HEALTH_WORDS } from '../../../rig-bridge/health/words.ts'

const FACTS: HealthFacts = {
  version: '0.1.0',
  platform: 'linux',
  pageAddress: 'http://localhost:7420',
  source: { kind: 'reading', game: 'acc', samplesPerS: 332.6 },
  counts: { packets: 1000, seen: 999, torn: 0, dropped: 0 },
  recording: { kind: 'on' },
  waitingLaps: 0,
  freeBytes: 120e9,
  folder: '/data',
  pairings: [{ id: '1', name: 'Sam’s browser', pairedAt: Date.UTC(2026, 10, 21), open: 1 }],
  guest: null,
}

const report = (changes: Partial<HealthFacts> = {}, lang: 'en' | 'de' = 'en') =>
  factsToReport({ ...FACTS, ...changes }, HEALTH_WORDS[lang])

const row = (id: string, changes: Partial<HealthFacts> = {}, lang: 'en' | 'de' = 'en') =>
  report(changes, lang).rows.find(one => one.id === id)!

test('the chain from the game to the page is in order, and all of it good while a page watches', () => {
  const { rows, level, headline } = report()
  expect(rows.map(({ id, level }) => `${id} ${level}`)).toEqual([
    'game good',
    'memory good',
    'samples good',
    'app good',
    'laps good',
    'disk good',
    'guest off',
  ])
  expect({ level, headline }).toEqual({ level: 'good', headline: 'Everything works' })
  expect(row('samples')).toMatchObject({
    word: '333 a second',
    detail: '99.9% of what the game wrote was seen',
  })
})

describe.each(['en', 'de'] as const)('in %s', lang => {
  const states: Partial<HealthFacts>[] = [
    {},
    { source: { kind: 'searching', lookedFor: '/dev/shm' } },
    { source: { kind: 'idle', game: null } },
    { source: { kind: 'idle', game: 'ac' } },
    { source: { kind: 'unreadable', message: 'It is newer than this bridge: update it.' } },
    { source: { kind: 'ended' } },
    { recording: { kind: 'failed', message: 'The disk is full: make room.' } },
    { waitingLaps: 1, pairings: [] },
    { waitingLaps: 12 },
    { freeBytes: null },
    { freeBytes: 3e9 },
    { freeBytes: 3e8 },
    { guest: { address: null, open: 0 } },
    { guest: { address: 'http://192.168.1.5:7423/#secret', open: 1 } },
  ]

  test('every row has a word, and what is bad says what to do', () => {
    for (const state of states)
      for (const one of report(state, lang).rows) {
        expect(one.word).not.toBe('')
        if (one.level === 'bad') expect(one.todo + one.detail).not.toBe('')
      }
  })

  test('no text is in the other language', () => {
    const other = HEALTH_WORDS[lang === 'en' ? 'de' : 'en']
    const said = states.flatMap(state => report(state, lang).rows.map(({ word }) => word))
    expect(said).not.toContain(other.memory.good)
    expect(report({}, lang).lang).toBe(lang)
  })
})

test('each thing that is missing says what to do about it', () => {
  const searching = { source: { kind: 'searching', lookedFor: '/dev/shm/acpmf_physics' } } as const
  expect(row('game', searching)).toMatchObject({ level: 'wait', detail: '/dev/shm/acpmf_physics' })
  expect(row('game', searching).todo).toMatch(/Start Assetto Corsa.*shm-bridge/)
  expect(row('game', { ...searching, platform: 'win32' }).todo).not.toMatch(/Linux/)
  expect(row('samples', { source: { kind: 'idle', game: 'acc' } }).todo).toMatch(/Enter the track/)
  const unreadable = { source: { kind: 'unreadable', message: 'no' } } as const
  expect(row('memory', { ...unreadable, platform: 'win32' })).toMatchObject({ level: 'bad', detail: 'no' })
  expect(row('memory', { ...unreadable, platform: 'win32' }).todo).toMatch(/same user/)
  expect(row('app', { pairings: [] }).todo).toMatch(/http:\/\/localhost:7420.*six digits/)
  expect(row('samples', { source: { kind: 'reading', game: 'acc', samplesPerS: 20 } }).todo).toMatch(/close/)
  expect(report({ freeBytes: 1e8 })).toMatchObject({ level: 'bad', headline: 'Something needs you' })
  expect(row('disk', { freeBytes: 2e9 }).detail).toMatch(/4.1 hours/)
  expect(row('guest').todo).toMatch(/--guest/)
})

test('the guests’ address is a code only while the secret is known', () => {
  expect(report({ guest: { address: null, open: 0 } }).guest).toMatchObject({ code: null, address: '' })
  const { guest } = report({ guest: { address: 'http://192.168.1.5:7423/#secret', open: 2 } })
  expect(guest!.code!.size).toBeGreaterThan(20)
  expect(textToCode('x').path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/)
})

test('hashes of tokens and secrets are in no report', () => {
  const pairing = { ...FACTS.pairings[0]!, tokenSha256: 'f'.repeat(64) }
  expect(JSON.stringify(report({ pairings: [pairing] }))).not.toContain('ffff')
})

test.each([
  [undefined, 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr,en;q=0.4,de;q=0.8', 'de'],
  ['en-GB,de', 'en'],
  ['de;q=0,en', 'en'],
  ['xx', 'en'],
  [';;;,q=1', 'en'],
])('Accept-Language %s', (header, lang) => {
  expect(acceptedWords(header).lang).toBe(lang)
})
