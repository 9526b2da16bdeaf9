/** What a person says about a table becomes a mapping, and nothing is guessed for them. */
import { describe, expect, test } from 'vitest'
import { type CsvSniff, sniffCsv } from '#shared/formats'
import { choiceOf, choiceToMapping, ROLES, withRole, withTime } from '../../../web/import/table-choice.ts'
import { isCsvMapping } from '../../../web/workers/import-mapping.ts'
import { tableText } from './files.ts'

const sniffed = (text: string): CsvSniff => sniffCsv(new TextEncoder().encode(text), true)!
const TABLE = sniffed(tableText({ laps: 1 }))
const [TIME, LAT, LON, V, OIL] = [0, 1, 2, 3, 4] as const

describe('a table', () => {
  test('begins with what its header tells; a speed nobody named is no speed', () => {
    const { time, roles, kept } = choiceOf(TABLE)
    expect(time).toEqual({ kind: 'seconds', column: TIME })
    expect(roles).toEqual({ lat: LAT, lon: LON, speed: null, lap: null })
    expect(kept).toEqual([V, OIL])
  })

  test('needs the unit of its speed, and has it in the mapping then', () => {
    const choice = withRole(choiceOf(TABLE), 'speed', V)
    expect(choiceToMapping(TABLE, choice)).toEqual({ ok: false, lacks: 'unit' })
    const chosen = choiceToMapping(TABLE, { ...choice, units: choice.units.with(V, 'km/h') })
    expect(chosen).toMatchObject({
      ok: true,
      mapping: {
        time: { kind: 'seconds', column: TIME },
        columns: [
          { column: LAT, channel: 'lat', unit: 'deg' },
          { column: LON, channel: 'lon', unit: 'deg' },
          { column: V, channel: 'speed', unit: 'km/h' },
          { column: OIL, channel: 'oilTemp', unit: '°C' },
        ],
      },
    })
    if (chosen.ok) expect(isCsvMapping(structuredClone(chosen.mapping))).toBe(true)
  })

  test('needs a time, both halves of a position, and something to keep', () => {
    const choice = choiceOf(TABLE)
    expect(choiceToMapping(TABLE, withTime(choice, null))).toEqual({ ok: false, lacks: 'time' })
    expect(choiceToMapping(TABLE, withRole(choice, 'lon', null))).toEqual({ ok: false, lacks: 'pair' })
    const nothing = { ...choice, roles: { lat: null, lon: null, speed: null, lap: null }, kept: [] }
    expect(choiceToMapping(TABLE, nothing)).toEqual({ ok: false, lacks: 'channel' })
  })

  test('gives a column one meaning: the last one said', () => {
    const asLap = withRole(choiceOf(TABLE), 'lap', LAT)
    expect(asLap.roles).toEqual({ lat: null, lon: LON, speed: null, lap: LAT })
    const asTime = withTime(asLap, { kind: 'milliseconds', column: LON })
    expect(asTime.roles).toEqual({ lat: null, lon: null, speed: null, lap: LAT })
    const stolen = withRole(asTime, 'speed', LON)
    expect([stolen.time, stolen.roles.speed]).toEqual([null, LON])
    for (const role of ROLES) {
      const { roles, kept } = withRole(choiceOf(TABLE), role, OIL)
      const all = [...Object.values(roles).filter(column => column !== null), ...kept]
      expect(new Set(all).size).toBe(all.length)
    }
  })

  test('a column that is nothing any more is kept under its own name', () => {
    const without = withRole(choiceOf(TABLE), 'lat', null)
    expect(without.kept).toContain(LAT)
  })
})

describe('a remembered mapping', () => {
  const good = choiceToMapping(TABLE, choiceOf(TABLE))
  if (!good.ok) throw new Error(good.lacks)

  test.each([
    ['nothing', null],
    ['another version', { ...good.mapping, time: { kind: 'sundial', column: 1 } }],
    [
      'a column that is no number',
      { ...good.mapping, columns: [{ column: '1', channel: 'lat', unit: 'deg' }] },
    ],
    ['no columns', { ...good.mapping, columns: undefined }],
    ['no rate', { ...good.mapping, time: { kind: 'rate', hz: 0 } }],
    ['another delimiter', { ...good.mapping, delimiter: '|' }],
  ])('that is damaged (%s) is none', (_, value) => {
    expect(isCsvMapping(value)).toBe(false)
  })

  test('that is whole is one', () => {
    expect(isCsvMapping(structuredClone(good.mapping))).toBe(true)
  })
})
