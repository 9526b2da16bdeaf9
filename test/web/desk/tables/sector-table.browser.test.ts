/** Sectors over laps of the simulator: what counts, what is best, what could be put together, and how it looks. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { isRanked, lapTimeMs, theoreticalBest } from '#shared/lap'
import { asMetres, asMillis, formatLapTime } from '#shared/units'
import type { DeskLap } from '../../../../web/desk/model.ts'
import SectorTable from '../../../../web/screens/desk/tables/SectorTable.svelte'
import { driveSession, layDesk } from './driven.ts'
import { lookAt, type Staged, stage } from './stage.svelte.ts'

type Props = ComponentProps<typeof SectorTable>

const SEEDS = [3, 4] as const
const desk = layDesk([driveSession(SEEDS[0], 4, 'Kim'), driveSession(SEEDS[1], 4, 'Ada')])
const invalid = (lap: DeskLap): DeskLap => ({
  ...lap,
  lap: { ...lap.lap, validity: { valid: false, reason: 'all wheels left the track' } },
})
const laps = desk.laps.map((lap, i) => (i === 2 ? invalid(lap) : lap))
const counted = laps.filter(({ lap }) => isRanked(lap))
const theoretical = theoreticalBest(laps.map(({ lap }) => lap))!
const PROPS: Props = { laps, units: 'metric' }

let staged: Staged<Props>
const open = async (change: Partial<Props> = {}) => {
  staged = await stage(SectorTable, { ...PROPS, ...change })
}
afterEach(() => staged?.leave())
const text = (): string => staged.root.textContent!.replace(/\s+/g, ' ')

describe(`the sector table (seeds ${SEEDS.join(', ')})`, () => {
  test('lists every lap with a gap to the best of each sector', async () => {
    await open()
    const rows = [...staged.root.querySelectorAll('tbody tr')]
    expect(rows.length).toBe(laps.length)
    expect(rows[0]!.querySelector('th')!.textContent).toContain('reference')
    expect(theoretical.parts.length).toBeGreaterThan(1)
    for (const part of theoretical.parts) expect(text()).toContain(formatLapTime(part.timeMs).slice(-6))
  })

  test('marks the best of the laps here by sign and word, among laps that count only', async () => {
    await open()
    const marked = [...staged.root.querySelectorAll('tbody .best')].map(cell =>
      cell.textContent!.replace(/\s+/g, ' ').trim(),
    )
    expect(marked.length).toBeGreaterThanOrEqual(theoretical.parts.length + 1)
    expect(marked.every(label => label.startsWith('best of the laps here'))).toBe(true)
    expect(staged.root.querySelector('tbody tr.out .best')).toBeNull()
  })

  test('tells a best of the session from a best of the laps here', async () => {
    const bests = theoretical.parts.map((part, i) => asMillis(i === 0 ? part.timeMs : part.timeMs - 1))
    await open({ session: { lapMs: null, sectorsMs: bests } })
    const words = [...staged.root.querySelectorAll('tbody .best .visually-hidden')].map(
      mark => mark.textContent,
    )
    expect(words.filter(word => word === 'best of the session').length).toBe(1)
    expect(words.filter(word => word === 'best of the laps here').length).toBeGreaterThanOrEqual(bests.length)
  })

  test('says which lap every best sector is from and what does not count', async () => {
    await open()
    expect(text()).toContain(`Best sectors together: from ${counted.length} laps.`)
    for (const part of theoretical.parts) {
      const lap = laps.find(({ id }) => id === part.lap.id)!
      expect(staged.root.querySelector('tfoot')!.textContent).toContain(lap.name)
    }
    expect(text()).toContain(`Not counted: ${laps[2]!.name} (invalid: all wheels left the track).`)
  })

  test('names laps timed at other lines instead of mixing their sectors', async () => {
    const last = laps.at(-1)!
    const moved = { ...last, lap: { ...last.lap, timing: { by: 'marks' } as const } }
    await open({ laps: [...laps.slice(0, -1), moved] })
    expect(text()).toContain(`${last.name} (timed at other lines)`)
    expect(staged.root.querySelector('tbody tr:last-child')!.textContent).toContain('–')
  })

  test('says how many pieces an optimal lap has and where a rolling one begins', async () => {
    await open({
      optimal: {
        pieces: 40,
        lengthM: asMetres(4000),
        best: { timeMs: asMillis(theoretical.timeMs - 700), parts: [], lapsCounted: counted.length },
      },
      rolling: { timeMs: asMillis(theoretical.timeMs - 100), fromM: asMetres(1284), first: laps[1]! },
    })
    expect(text()).toContain(`40 pieces of about 100 m from ${counted.length} laps`)
    expect(text()).toMatch(new RegExp(`begins in ${laps[1]!.name} at 1.284 m`))
  })

  test('of laps that all do not count says so', async () => {
    await open({ laps: desk.laps.slice(0, 2).map(invalid) })
    expect(text()).toContain('None of these laps is valid and timed')
    expect(staged.root.querySelector('tfoot')).toBeNull()
  })

  test('of laps without sectors still compares the laps', async () => {
    const bare = desk.laps.slice(0, 2).map(lap => ({ ...lap, lap: { ...lap.lap, sectorsMs: [] } }))
    await open({ laps: bare })
    expect(text()).toContain('nothing to put together')
    expect(text()).toContain(formatLapTime(lapTimeMs(bare[0]!.lap)))
  })

  test('looks right', async () => {
    await lookAt('sectors', SectorTable, {
      ...PROPS,
      session: { lapMs: lapTimeMs(laps[0]!.lap), sectorsMs: [theoretical.parts[0]!.timeMs] },
      optimal: {
        pieces: 40,
        lengthM: asMetres(4000),
        best: { timeMs: asMillis(theoretical.timeMs - 700), parts: [], lapsCounted: counted.length },
      },
      rolling: { timeMs: asMillis(theoretical.timeMs - 100), fromM: asMetres(1284), first: laps[1]! },
    })
  })
})
