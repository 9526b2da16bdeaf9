/** The readout at the cursor: what it says, what it costs to move, and how it looks. */

import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import ValueTable from '../../../../web/screens/desk/tables/ValueTable.svelte'
import type { ValueRow } from '../../../../web/screens/desk/tables/value-rows.ts'
import { lookAt, type Staged, stage } from './stage.svelte.ts'

type Props = ComponentProps<typeof ValueTable>

const COLUMNS: Props['columns'] = [
  { key: 'b', name: 'L14', colour: '--lap-1', isReference: false },
  { key: 'a', name: 'L12', colour: '--reference', isReference: true },
  { key: 'c', name: 'Kim L9', colour: '--lap-2', isReference: false },
]
const PROPS: Props = {
  columns: COLUMNS,
  chosenKey: 'b',
  units: 'metric',
  cursor: { placeM: 1284.4, timeMs: [42_118, 41_972, 41_868], deltaMs: [146, Number.NaN, -104] },
  rows: [
    { key: 'speed', title: 'Speed', unit: 'm/s', kind: 'continuous', digits: 0, values: [50.8, 51.9, 52.4] },
    {
      key: 'water',
      title: 'Water temperature',
      unit: '°C',
      kind: 'continuous',
      digits: 0,
      values: [93, 83, 88],
    },
    { key: 'gear', title: 'Gear', unit: '', kind: 'discrete', digits: 0, values: [4, 4, 5] },
    {
      key: 'brake',
      title: 'Brake pressure',
      unit: 'bar',
      kind: 'continuous',
      digits: 1,
      values: [Number.NaN, 12.3, 0],
    },
  ],
}

let staged: Staged<Props>
const open = async (change: Partial<Props> = {}) => {
  staged = await stage(ValueTable, { ...PROPS, ...change })
  return staged
}
afterEach(() => staged?.leave())

const textsOf = (row: Element): string[] =>
  [...row.querySelectorAll('th, td')].map(cell => cell.textContent!.replace(/\s+/g, ' ').trim())
const rowOf = (title: string): string[] =>
  [...staged.root.querySelectorAll('tr')].map(textsOf).find(texts => texts[0]?.startsWith(title))!

describe('the readout at the cursor', () => {
  test('has the reference first and the chosen lap’s difference last', async () => {
    await open()
    expect(textsOf(staged.root.querySelector('thead tr')!)).toEqual([
      'Channel. Place: 1 284m',
      'L12 reference',
      'L14',
      'Kim L9',
      'Δ L14',
    ])
    expect(rowOf('Speed')).toEqual(['Speedkm/h', '187', '183', '189', '−4'])
    expect(rowOf('Time')).toEqual(['Timemin:s', '0:41.972', '0:42.118', '0:41.868', '+0.146'])
    expect(rowOf('Delta')).toEqual(['Deltas', '', '+0.146', '−0.104', '+0.146'])
  })

  test('says what was not recorded, in the cell and in the difference', async () => {
    await open()
    expect(rowOf('Brake')).toEqual(['Brake pressurebar', '12.3', '–not recorded', '0.0', '–not recorded'])
  })

  test('converts values with their offset and differences without it', async () => {
    await open({ units: 'imperial' })
    expect(rowOf('Water')).toEqual(['Water temperature°F', '181', '199', '190', '+18'])
    expect(textsOf(staged.root.querySelector('thead tr')!)[0]).toBe('Channel. Place: 4 214ft')
  })

  test('shows A, B and B − A of the chosen lap with a second cursor', async () => {
    const rows = PROPS.rows.map((row: ValueRow) => ({ ...row, valuesB: row.values.map(v => v + 10) }))
    await open({
      rows,
      cursorB: { placeM: 1384.4, timeMs: [44_118, 43_972, 43_868], deltaMs: [196, Number.NaN, -54] },
    })
    expect(textsOf(staged.root.querySelector('thead tr')!)).toEqual(['L14', 'A', 'B', 'B − A'])
    expect(rowOf('Place')).toEqual(['Placem', '1 284', '1 384', '+100'])
    expect(rowOf('Time')).toEqual(['Timemin:s', '0:42.118', '0:44.118', '+2.000'])
    expect(rowOf('Delta')).toEqual(['Deltas', '+0.146', '+0.196', '+0.050'])
    expect(rowOf('Speed')).toEqual(['Speedkm/h', '183', '219', '+36'])
  })

  test('says where to point when no cursor is set', async () => {
    await open({ cursor: null })
    expect(staged.root.textContent).toContain('Point at a chart')
    expect(rowOf('Speed')).toEqual(['Speedkm/h', '', '', '', ''])
  })

  test('changes nothing but text while the cursor moves', async () => {
    await open()
    const changes: MutationRecord[] = []
    const observer = new MutationObserver(records => changes.push(...records))
    const rows = Array.from({ length: 4 }, (_, k) =>
      PROPS.rows.map((row: ValueRow) => ({ ...row, key: row.key + k })),
    ).flat()
    staged.change({ rows })
    observer.observe(staged.root, { subtree: true, childList: true, attributes: true })
    const costs: number[] = []
    for (let i = 0; i < 100; i++) {
      const before = performance.now()
      staged.change({
        cursor: { placeM: i, timeMs: [i * 20, i * 20, i * 20], deltaMs: [i, Number.NaN, -i] },
        rows: rows.map((row: ValueRow) => ({
          ...row,
          values: row.values.map(v => (i % 7 === 0 ? Number.NaN : v + i)),
        })),
      })
      costs.push(performance.now() - before)
    }
    const median = costs.toSorted((x, y) => x - y)[50]!
    console.info(`readout of ${rows.length} channels, 3 laps: ${median.toFixed(2)} ms a move at the median`)
    changes.push(...observer.takeRecords())
    observer.disconnect()
    expect(changes.map(({ type }) => type)).toEqual([])
    expect(rowOf('Gear')[2]).toBe('103')
  })

  test('tells a screen reader where a cursor moved by keyboard is, not every step of it', async () => {
    await open()
    const voice = staged.root.querySelector('[role=status]')!
    const heard = new Set<string>()
    const observer = new MutationObserver(() => heard.add(voice.textContent!))
    observer.observe(voice, { subtree: true, childList: true, characterData: true })
    expect(voice.textContent).toBe('')
    for (let i = 0; i <= 50; i++) {
      staged.change({ announce: true, cursor: { ...PROPS.cursor!, placeM: 1000 + i } })
    }
    await expect.poll(() => voice.textContent).toMatch(/^1.050 m\. \+0\.146 s to the reference\.$/)
    observer.disconnect()
    expect(heard.size).toBeLessThan(4)
  })

  test('looks right', async () => {
    await lookAt('values', ValueTable, PROPS)
    const rows = PROPS.rows.map((row: ValueRow) => ({ ...row, valuesB: row.values.map(v => v - 3) }))
    await lookAt('values-ab', ValueTable, {
      ...PROPS,
      rows,
      cursorB: { placeM: 1384.4, timeMs: [44_118, 43_972, 43_868], deltaMs: [196, Number.NaN, -54] },
    })
  })
})
