/** Two setups beside each other. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffSetups, readSetup, SETUP_GROUPS, type Setup, type SetupDiffRow } from '#shared/setup'
import { accJson, acIni } from './made.ts'

const setupOf = (content: unknown): Setup => {
  const reading = readSetup(typeof content === 'string' ? content : JSON.stringify(content))
  if (reading.kind !== 'acc' && reading.kind !== 'ac') throw new Error(`read as ${reading.kind}`)
  return reading
}

/** A copy with one value changed. */
const changed = (change: (json: typeof accJson) => void): Setup => {
  const json = structuredClone(accJson)
  change(json)
  return setupOf(json)
}

const rowsOf = (...args: Parameters<typeof diffSetups>): SetupDiffRow[] =>
  diffSetups(...args).flatMap(({ rows }) => [...rows])

const base = setupOf(accJson)

test('only what differs, grouped, with its sign', () => {
  const other = changed(json => {
    json.advancedSetup.aeroBalance.rearWing = 6
    json.basicSetup.tyres.tyrePressure[1] = 58
  })
  const groups = diffSetups(base, other)
  expect(groups.map(({ group }) => group)).toEqual(['tyres', 'aero'])
  expect(groups[0]!.rows).toMatchObject([
    { key: 'pressure.rf', a: { value: 55 }, b: { value: 58 }, change: 3 },
  ])
  expect(groups[1]!.rows).toMatchObject([{ key: 'wing.rear', change: -3, differs: true }])
})

test('all of it, in the order of the groups and wheels', () => {
  const groups = diffSetups(base, base, 'all')
  expect(groups.flatMap(({ rows }) => rows)).toHaveLength(base.values.length)
  const order = groups.map(({ group }) => SETUP_GROUPS.indexOf(group))
  expect(order).toEqual([...order].sort((a, b) => a - b))
  const pressures = groups[0]!.rows.filter(({ setting, stop }) => setting === 'pressure' && stop === null)
  expect(pressures.map(({ part }) => part)).toEqual(['lf', 'rf', 'lr', 'rr'])
})

test('an option is another one, not more', () => {
  const other = changed(json => {
    json.basicSetup.strategy.tyreSet = 5
  })
  expect(rowsOf(base, other)).toMatchObject([{ key: 'tyreSet', differs: true, change: null }])
})

test('what only one has stands beside nothing', () => {
  const other = changed(json => {
    json.basicSetup.strategy.pitStrategy = []
  })
  const rows = rowsOf(base, other)
  expect(rows.length).toBeGreaterThan(5)
  for (const row of rows) expect(row).toMatchObject({ stop: 1, b: null, change: null, differs: true })
})

test('setups of two games meet by key, with a change only in one unit', () => {
  const rows = rowsOf(base, setupOf(acIni), 'all')
  const row = (key: string) => rows.find(each => each.key === key)
  expect(row('fuel')).toMatchObject({ a: { value: 62 }, b: { value: 30 }, change: -32 })
  expect(row('pressure.lf')).toMatchObject({ a: { unit: 'clicks' }, b: { unit: 'psi' }, change: null })
  expect(rowsOf(base, setupOf('[ABS]\nVALUE=1\n'), 'all').find(each => each.key === 'abs')).toMatchObject({
    a: { value: 3, unit: 'clicks' },
    b: { value: 1, unit: 'clicks' },
    change: null,
  })
})

describe('of any two setups', () => {
  const amount = fc.oneof(
    fc.integer({ min: -500, max: 500 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  const four = fc.tuple(amount, amount, amount, amount)
  const acc = fc
    .record({
      carName: fc.constantFrom('ferrari_296_gt3', 'bmw_m4_gt3'),
      basicSetup: fc.record(
        {
          tyres: fc.record({ tyreCompound: amount, tyrePressure: four }),
          strategy: fc.record({
            fuel: amount,
            pitStrategy: fc.array(fc.record({ fuelToAdd: amount }), { maxLength: 3 }),
          }),
          unknown: fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(amount, fc.string(), fc.boolean())),
        },
        { requiredKeys: [] },
      ),
      advancedSetup: fc.record({ dampers: fc.record({ bumpSlow: four }) }, { requiredKeys: [] }),
    })
    .map(setupOf)
  const ac = fc
    .array(
      fc
        .tuple(fc.constantFrom('FUEL', 'PRESSURE_LF', 'CAMBER_RR', 'WING_1', 'MY_OWN'), fc.integer())
        .map(([section, value]) => `[${section}]\nVALUE=${value}\n`),
    )
    .map(sections => setupOf(`[ABS]\nVALUE=1\n${sections.join('')}`))
  const setup = fc.oneof(acc, ac)

  test('a setup differs from itself nowhere', () => {
    fc.assert(
      fc.property(setup, a => {
        expect(diffSetups(a, a)).toEqual([])
      }),
    )
  })

  test('turned round, every row is turned round', () => {
    fc.assert(
      fc.property(setup, setup, fc.constantFrom('all' as const, 'differing' as const), (a, b, show) => {
        const turned = diffSetups(b, a, show).map(({ group, rows }) => ({
          group,
          rows: rows.map(row => ({
            ...row,
            a: row.b,
            b: row.a,
            change: row.change === null ? null : 0 - row.change,
          })),
        }))
        expect(turned).toEqual(diffSetups(a, b, show))
      }),
    )
  })

  test('no value is lost', () => {
    fc.assert(
      fc.property(setup, setup, (a, b) => {
        const keys = rowsOf(a, b, 'all').map(({ key }) => key)
        expect(new Set(keys)).toEqual(new Set([...a.values, ...b.values].map(({ key }) => key)))
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })
})
