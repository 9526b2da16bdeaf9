/** The table between two cursors and the sentences about where the time went. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Finding, Part } from '#shared/compare'
import { asMillis } from '#shared/units'
import Findings from '../../../../web/screens/desk/tables/Findings.svelte'
import RangeStats from '../../../../web/screens/desk/tables/RangeStats.svelte'
import { driveSession, layDesk } from './driven.ts'
import { lookAt, stage } from './stage.svelte.ts'

const NOTHING = { min: Number.NaN, max: Number.NaN, mean: Number.NaN, change: Number.NaN }
const RANGE: ComponentProps<typeof RangeStats> = {
  range: { fromM: 1200, toM: 1650 },
  chosenKey: 'b',
  units: 'metric',
  laps: [
    { key: 'b', name: 'L14', colour: '--lap-1', isReference: false, timeMs: 9_412 },
    { key: 'a', name: 'L12', colour: '--reference', isReference: true, timeMs: 9_298 },
  ],
  rows: [
    {
      key: 'speed',
      title: 'Speed',
      unit: 'm/s',
      digits: 0,
      byLap: [
        { min: 20, max: 60, mean: 40, change: -30 },
        { min: 21, max: 61, mean: 41, change: -29 },
      ],
    },
    {
      key: 'water',
      title: 'Water temperature',
      unit: '°C',
      digits: 0,
      byLap: [{ min: 90, max: 100, mean: 95, change: 10 }, NOTHING],
    },
  ],
}

let leave: (() => Promise<void>) | undefined
afterEach(() => leave?.())
const rowsOf = (root: HTMLElement): string[][] =>
  [...root.querySelectorAll('tbody tr')].map(row =>
    [...row.querySelectorAll('th, td')].map(cell => cell.textContent!.replace(/\s+/g, ' ').trim()),
  )

describe('between two cursors', () => {
  test('stand distance, the time of every lap, and the values of the chosen one beside the reference', async () => {
    const staged = await stage(RangeStats, RANGE)
    leave = staged.leave
    const times = [...staged.root.querySelectorAll('dd')].map(dd =>
      dd.textContent!.replace(/\s+/g, ' ').trim(),
    )
    expect(times).toEqual(['450 m', '9.298 s', '9.412 +0.114 s'])
    expect(rowsOf(staged.root)).toEqual([
      ['Speedkm/h', '72 76', '216 220', '144 148', '−108 −104'],
      ['Water temperature°C', '90 –', '100 –', '95 –', '+10 –'],
    ])
  })

  test('a change of temperature has no offset', async () => {
    const staged = await stage(RangeStats, { ...RANGE, units: 'imperial' })
    leave = staged.leave
    expect(rowsOf(staged.root)[1]).toEqual(['Water temperature°F', '194 –', '212 –', '203 –', '+18 –'])
  })

  test('without both cursors says what to do', async () => {
    const staged = await stage(RangeStats, { ...RANGE, range: null })
    leave = staged.leave
    expect(staged.root.textContent).toContain('Set cursors A and B')
  })

  test('looks right', () => lookAt('range', RangeStats, RANGE))
})

const SEED = 3
const { parts } = layDesk([driveSession(SEED, 3)])
const corners = parts.filter(part => part.kind === 'corner')
const finding = (part: Part, lossMs: number): Finding => ({
  part,
  phase: 'entry',
  lossMs: asMillis(lossMs),
  lapsAgreeing: 5,
  lapsCounted: 6,
  brakeByM: -12,
  throttleByM: Number.NaN,
  minSpeedBy: -1.7,
  exitSpeedBy: Number.NaN,
  carriedMs: asMillis(0),
})

describe('where the time went', () => {
  test('is told in three sentences at most, and each leads to its part', async () => {
    const chosen: Part[] = []
    const staged = await stage(Findings, {
      findings: corners.slice(0, 4).map((part, i) => finding(part, 200 - 50 * i)),
      units: 'metric',
      onselect: (part: Part) => chosen.push(part),
    })
    leave = staged.leave
    const items = [...staged.root.querySelectorAll('li')]
    expect(items.length).toBe(3)
    expect(items[0]!.textContent).toContain('T1, entry: 0.20 s lost in 5 of 6 laps: you brake 12')
    await userEvent.click(items[1]!.querySelector('button')!)
    expect(chosen).toEqual([corners[1]])
  })

  test('is one calm sentence when nothing repeats itself', async () => {
    const staged = await stage(Findings, { findings: [], units: 'metric', onselect: () => {} })
    leave = staged.leave
    expect(staged.root.textContent).toContain('at least three laps that agree, and 0.05 s')
    expect(staged.root.querySelector('li')).toBeNull()
  })

  test('looks right', () =>
    lookAt('findings', Findings, {
      findings: [finding(corners[0]!, 184), finding(corners[2]!, -90)],
      units: 'metric',
      onselect: () => {},
    }))
})
