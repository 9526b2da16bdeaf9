/** What a lap that does not count says: the reason, and whose it is. */
import { expect, test } from 'vitest'
import type { LayoutId } from '#shared/id'
import type { Lap } from '#shared/lap'
import { saidOf } from '../../../web/screens/session/laps/why.ts'
import { de } from '../../../web/screens/session/words/de.ts'
import { en } from '../../../web/screens/session/words/en.ts'

const HERE = 'a'.repeat(32) as LayoutId
const lapOf = (changes: Partial<Lap> = {}): Lap =>
  ({ kind: 'timed', validity: { valid: true }, timing: { by: 'marks' }, ...changes }) as Lap
const said = (changes: Partial<Lap>) => saidOf(lapOf(changes), { layoutId: HERE }, en)

test('a lap that counts says nothing', () => {
  expect(said({}).chip).toBeNull()
})

test('a lap a person marked says so, and what the recording said', () => {
  const { chip, sentences } = said({
    validity: { valid: false, reason: 'Traffic' },
    overruled: { valid: true },
  })
  expect(chip).toBe('Invalid')
  expect(sentences).toEqual(['You marked it invalid: Traffic', 'The recording says it is valid.'])
})

test('a lap of the recording has the words of the recording', () => {
  const { sentences } = said({ validity: { valid: false, reason: 'all wheels left the track' } })
  expect(sentences).toEqual(['The recording says it is invalid: all wheels left the track'])
})

test('a lap a person lets count says what the recording said', () => {
  const { chip, isOverruled, sentences } = said({ overruled: { valid: false, reason: 'cut' } })
  expect([chip, isOverruled]).toEqual(['By you', true])
  expect(sentences).toEqual(['You let it count.', 'The recording says it is invalid: cut'])
})

test('laps into and out of the pits, with a note', () => {
  expect(said({ kind: 'out', notes: 'cold tyres' })).toMatchObject({
    chip: 'Out lap · Note',
    sentences: ['It begins in the pits, so it is no whole lap.'],
  })
})

test('a lap timed at lines of another layout does not count here', () => {
  const timing = { by: 'gates', layoutId: 'b'.repeat(32) as LayoutId, gateVersion: 1 } as const
  expect(said({ timing }).chip).toBe('Other lines')
})

test('laps of a counter say nothing in their row: all of them are', () => {
  expect(said({ timing: { by: 'counter' } }).chip).toBeNull()
})

test('laps are named by their numbers, many by how many', () => {
  expect(en.laps([3])).toBe('Lap 3')
  expect(en.laps([3, 4, 7])).toBe('Laps 3, 4 and 7')
  expect(en.laps([1, 2, 3, 4, 5])).toBe('5 laps')
  expect(de.marked([3])).toBe('Runde 3 zählt jetzt nicht.')
  expect(de.marked([3, 4])).toBe('Runden 3 und 4 zählen jetzt nicht.')
})
