/** The printed page: what it says, and that a long session still fits one sheet of A4 and of Letter. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { theoreticalBest } from '#shared/lap'
import { channelOf } from '#shared/trace'
import { positionOf } from '#shared/track'
import { asMillis } from '#shared/units'
import Summary from '../../../../web/screens/summary/Summary.svelte'
import type { SummaryData } from '../../../../web/screens/summary/summary-data.ts'
import { type Driven, driveSession, layDesk } from '../../desk/tables/driven.ts'
import { lookAt, type Staged, stage } from '../../desk/tables/stage.svelte.ts'

type Props = ComponentProps<typeof Summary>

const SEED = 3
const driven = driveSession(SEED, 16)

const dataOf = (session: Driven): SummaryData => {
  const { laps, reference, rowsByLap } = layDesk([session])
  const position = positionOf(session.trace, session.layout.frame, reference.projection ?? undefined)!
  const { startMs, endMs } = laps[0]!.lap
  const inLap = Array.from(position.timeMs.keys()).filter(
    i => position.timeMs[i]! >= startMs && position.timeMs[i]! <= endMs,
  )
  const corners = rowsByLap[0]!.rows.flatMap(({ part, of }) =>
    part.kind === 'corner' ? [{ name: part.corner.name, ...of, apex: part.corner.apex }] : [],
  )
  return {
    track: session.trackName,
    layout: session.layout.name,
    lengthM: session.layout.lengthM,
    when: '12 October 2025 at 16:30',
    car: session.carName,
    drivers: [session.driver.name],
    conditions: 'Air 21 °C, track 34 °C',
    laps: session.laps.map(lap => ({
      number: lap.number,
      kind: lap.kind,
      timeMs: asMillis(lap.endMs - lap.startMs),
      invalidReason: lap.validity.valid ? null : lap.validity.reason,
      sectorsMs: lap.sectorsMs,
    })),
    theoreticalMs: theoreticalBest(session.laps)?.timeMs ?? null,
    optimal: null,
    map: {
      x: inLap.map(i => position.x[i]!),
      y: inLap.map(i => position.y[i]!),
      corners: corners.map(({ name, apex }) => ({
        name,
        ...(reference.projection ? reference.projection.toPoint(apex.y, apex.x) : apex),
      })),
    },
    corners,
  }
}
const DATA = dataOf(driven)

let staged: Staged<Props>
afterEach(() => staged?.leave())
const sheet = (): HTMLElement => staged.root.querySelector<HTMLElement>('.print-summary')!
const text = (): string => sheet().textContent!.replace(/\s+/g, ' ')

/** Inside margins of 12 mm, in CSS pixels. */
const MM = 96 / 25.4
const SHEETS = {
  A4: { width: (210 - 24) * MM, height: (297 - 24) * MM },
  Letter: { width: 215.9 * MM - 24 * MM, height: 279.4 * MM - 24 * MM },
}

describe(`the printed page (seed ${SEED})`, () => {
  test('says where, when, who and what was best', async () => {
    expect(channelOf(driven.trace, 'speed')).not.toBeNull()
    staged = await stage(Summary, { data: DATA, units: 'metric' })
    for (const said of [
      driven.trackName,
      '12 October 2025',
      driven.carName,
      'Kim',
      'Best lap',
      'Median of valid laps',
    ]) {
      expect(text()).toContain(said)
    }
    expect(sheet().querySelectorAll('tbody')[0]!.children.length).toBe(driven.laps.length)
    expect(sheet().querySelectorAll('[role=img]').length).toBe(2)
    expect(text()).not.toMatch(/NaN|undefined|null/)
  })

  for (const [name, { width, height }] of Object.entries(SHEETS)) {
    test(`fits one sheet of ${name}, also after a hundred laps and forty corners`, async () => {
      const long: SummaryData = {
        ...DATA,
        laps: Array.from({ length: 100 }, (_, i) => ({ ...DATA.laps[i % DATA.laps.length]!, number: i })),
        corners: Array.from({ length: 40 }, (_, i) => ({
          ...DATA.corners[i % DATA.corners.length]!,
          name: `T${i + 1}`,
        })),
      }
      for (const data of [DATA, long]) {
        staged = await stage(Summary, { data, units: 'metric' }, { width: 1200 })
        sheet().style.width = `${width}px`
        sheet().style.padding = '0'
        await document.fonts.ready
        expect(sheet().scrollWidth).toBeLessThanOrEqual(Math.ceil(width))
        expect(sheet().getBoundingClientRect().height).toBeLessThanOrEqual(height)
        await staged.leave()
      }
      staged = await stage(Summary, { data: long, units: 'metric' })
      expect(text()).toContain('more laps are not listed here')
      expect(text()).toContain('23 more corners are not listed here')
    })
  }

  test('leaves out what is not known', async () => {
    const bare: SummaryData = {
      ...DATA,
      layout: null,
      lengthM: null,
      car: null,
      drivers: [],
      conditions: null,
      laps: DATA.laps.slice(0, 1),
      theoreticalMs: null,
      map: null,
      corners: [],
    }
    staged = await stage(Summary, { data: bare, units: 'metric' })
    expect(text()).toContain('not known')
    expect(text()).not.toContain('Conditions')
    expect(sheet().querySelector('svg[role=img]')).toBeNull()
    expect(text()).not.toMatch(/NaN|undefined|null/)
  })

  test('is black on white in every theme', async () => {
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      staged = await stage(Summary, { data: DATA, units: 'imperial' }, { theme })
      const { color, backgroundColor } = getComputedStyle(sheet())
      expect([color, backgroundColor]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
      expect(text()).toContain('mph')
      await staged.leave()
    }
  })

  test('looks right', () => lookAt('summary', Summary, { data: DATA, units: 'metric' }))
})
