/** Finding channels by a few letters. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHANNELS } from '#shared/trace'
import { findByInitials, matchInitials } from '../../../../web/screens/desk/pickers/match-initials.ts'

const LABELS = Object.values(CHANNELS).map(channel => channel.label)
const find = (typed: string): string[] => findByInitials(LABELS, typed, label => label)

describe('initials', () => {
  test('find a name, with or without spaces between them', () => {
    expect(find('o p')[0]).toBe('Oil pressure')
    expect(find('op')[0]).toBe('Oil pressure')
    expect(find('tt fl')[0]).toBe('Tyre temperature front left')
    expect(find('ttfl')[0]).toBe('Tyre temperature front left')
    expect(find('TT RR')[0]).toBe('Tyre temperature rear right')
  })

  test('may leave words out', () => {
    expect(find('tt l')).toEqual(['Tyre temperature front left', 'Tyre temperature rear left'])
    expect(find('tfl')[0]).toBe('Tyre temperature front left')
  })

  test('rank neighbours before gaps, word starts before letters inside', () => {
    expect(matchInitials('Oil pressure', 'op')).toBe(0)
    expect(matchInitials('Oil line pressure', 'op')).toBe(1)
    expect(matchInitials('Oil pressure', 'oil pre')).toBe(2)
    expect(matchInitials('Oil pressure', 'pres oil')).toBe(3)
    expect(matchInitials('Oil pressure', 'essur')).toBe(4)
    expect(matchInitials('Oil pressure', 'x')).toBeNull()
  })

  test('one letter finds what begins with it', () => {
    expect(find('s').slice(0, 2)).toContain('Speed')
    expect(find('gear')).toEqual(['Gear'])
  })

  test('know every way names are written', () => {
    expect(matchInitials('wheelSpeedFL', 'ws')).toBe(0)
    expect(matchInitials('Öl_Druck', 'od')).toBe(0)
    expect(matchInitials('Brake.Temp.2', 'bt2')).toBe(0)
  })

  test('nothing typed finds everything in its order', () => {
    expect(find('  ')).toEqual(LABELS)
  })

  test('every name is found by its own initials, its beginning and itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LABELS), label => {
        const names = label.match(/[\p{L}\p{N}]+/gu)!
        for (const typed of [
          names.map(name => name[0]).join(''),
          label,
          names[0]!,
          names.join(' ').toUpperCase(),
        ]) {
          expect(find(typed), typed).toContain(label)
        }
      }),
    )
  })

  test('any text finds something or nothing, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, typed) => {
        const rank = matchInitials(title, typed)
        expect(rank === null || (rank >= 0 && rank <= 4)).toBe(true)
      }),
    )
  })
})
