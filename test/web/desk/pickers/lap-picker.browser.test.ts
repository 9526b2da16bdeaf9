/** Adding laps to the desk from a library of any size. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { LapId, LayoutId, SessionId } from '#shared/id'
import type { Outcome, SessionDetail } from '#web/store'
import LapPicker from '../../../../web/screens/desk/pickers/LapPicker.svelte'
import { driveSession, idOf } from '../tables/driven.ts'
import { lookAt, type Staged, stage } from '../tables/stage.svelte.ts'
import { listingOf } from './listings.ts'

type Props = ComponentProps<typeof LapPicker>

const HERE = idOf<LayoutId>(1)
const SEED = 5
const driven = driveSession(SEED, 4)
const own = listingOf(1, { layoutId: HERE, bestMs: 100_500 })
const SESSIONS = [
  own,
  listingOf(2, { layoutId: HERE, bestMs: 99_000, drivers: ['Ada'] }),
  listingOf(3, { layoutId: HERE, bestMs: 101_000 }),
  listingOf(4, { layoutId: null, bestMs: 88_000, layout: null }),
  listingOf(5, { layoutId: idOf<LayoutId>(2), bestMs: 70_000, layout: 'Short' }),
]
const detail = (): Outcome<SessionDetail> => ({
  ok: true,
  value: {
    session: driven.session,
    track: null,
    layout: driven.layout,
    car: null,
    drivers: [driven.driver],
    laps: driven.laps.map((lap, i) =>
      i === 2 ? { ...lap, validity: { valid: false, reason: 'all wheels left the track' } } : lap,
    ),
    imported: null,
  },
})
const PROPS: Props = {
  sessions: SESSIONS,
  lapsOf: () => Promise.resolve(detail()),
  chosen: [],
  here: own.session.id,
  layoutId: HERE,
  onadd: () => {},
  onremove: () => {},
}

let staged: Staged<Props>
let chosen: readonly LapId[] = []
const open = async (change: Partial<Props> = {}) => {
  chosen = change.chosen ?? []
  const follow = (next: readonly LapId[]) => {
    chosen = next
    staged.change({ chosen: next })
  }
  staged = await stage(LapPicker, {
    ...PROPS,
    onadd: (lap: LapId) => follow([...chosen, lap]),
    onremove: (lap: LapId) => follow(chosen.filter(id => id !== lap)),
    ...change,
  })
}
afterEach(() => staged?.leave())
const headings = (): string[] =>
  [...staged.root.querySelectorAll('h3')].map(h => h.textContent!.replace(/\s+\d*$/, '').trim())

describe(`the lap picker (seed ${SEED})`, () => {
  test('groups what there is', async () => {
    await open()
    expect(headings()).toEqual([
      'This session',
      'Best on this layout',
      'Sessions on this layout',
      'No known layout',
      'Other layouts',
    ])
  })

  test('lists the laps of this session with why one does not count, and adds and removes them', async () => {
    await open()
    await expect.poll(() => staged.root.textContent).toContain('Invalid: all wheels left the track')
    const lap = driven.laps.find(({ kind }) => kind === 'timed')!
    const box = page.getByRole('checkbox', { name: `Lap ${lap.number}`, exact: false }).first()
    await box.click()
    expect(chosen).toEqual([lap.id])
    expect(staged.root.textContent).toContain('1 of 8 laps on the desk')
    await box.click()
    expect(chosen).toEqual([])
  })

  test('offers the best of all and the best of every driver', async () => {
    await open()
    await page.getByRole('checkbox', { name: /Best of all/ }).click()
    expect(chosen).toEqual([SESSIONS[1]!.best!.lapId])
    await page.getByRole('checkbox', { name: /Best of Kim/ }).click()
    expect(chosen).toEqual([SESSIONS[1]!.best!.lapId, own.best!.lapId])
  })

  test('shows other layouts with the reason, and takes none of them', async () => {
    await open()
    const refused = [...staged.root.querySelectorAll('label')].find(label =>
      label.textContent!.includes('Another layout (Short)'),
    )!
    expect(refused.querySelector('input')!.disabled).toBe(true)
    expect(refused.querySelector('input')!.getAttribute('aria-describedby')).toBeTruthy()
  })

  test('holds eight laps and says so', async () => {
    const eight = Array.from({ length: 8 }, (_, i) => idOf<LapId>(i + 60))
    await open({ chosen: eight })
    await expect.poll(() => staged.root.querySelectorAll('input[type=checkbox]').length).toBeGreaterThan(6)
    expect(staged.root.textContent).toContain('The desk holds 8 laps')
    expect(
      [...staged.root.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].every(box => box.disabled),
    ).toBe(true)
  })

  test('opens a session by key and says when it cannot be read', async () => {
    const asked: SessionId[] = []
    await open({
      lapsOf: (id: SessionId) => {
        asked.push(id)
        return id === own.session.id
          ? Promise.resolve(detail())
          : Promise.resolve({
              ok: false,
              kind: 'missing',
              message: 'This session is gone; nothing else changed.',
            })
      },
    })
    const opener = staged.root.querySelectorAll<HTMLButtonElement>('button[aria-expanded=false]')[0]!
    opener.focus()
    await userEvent.keyboard('{Enter}')
    await expect
      .poll(() => staged.root.querySelector('[role=alert]')?.textContent)
      .toBe('This session is gone; nothing else changed.')
    expect(asked).toEqual([own.session.id, SESSIONS[1]!.session.id])
  })

  test('finds sessions by driver and date', async () => {
    await open()
    await page.getByRole('searchbox').fill('ada 2025-10')
    expect(headings()).toEqual(['Sessions on this layout'])
    await page.getByRole('searchbox').fill('nobody')
    expect(staged.root.textContent).toContain('No session matches this filter.')
  })

  test('shows thousands of sessions a part at a time, and finds any of them', async () => {
    const many = Array.from({ length: 4000 }, (_, i) =>
      listingOf(i + 10, { layoutId: HERE, bestMs: 90_000 + i, drivers: [i === 3999 ? 'Zoe' : 'Kim'] }),
    )
    const before = performance.now()
    await open({ sessions: many, here: null })
    const openedMs = performance.now() - before
    expect(staged.root.querySelectorAll('label input[type=checkbox]').length).toBe(32)
    await page.getByRole('button', { name: 'Show 30 more' }).click()
    expect(staged.root.querySelectorAll('label input[type=checkbox]').length).toBe(62)
    const typing = performance.now()
    await page.getByRole('searchbox').fill('zoe')
    console.info(
      `4000 sessions: opened in ${openedMs.toFixed(0)} ms, found in ${(performance.now() - typing).toFixed(0)} ms`,
    )
    expect(staged.root.querySelectorAll('label input[type=checkbox]').length).toBe(1)
  })

  test('looks right', () =>
    lookAt('laps', LapPicker, { ...PROPS, chosen: [own.best!.lapId] }, async root => {
      await expect.poll(() => root.textContent).toContain(': all wheels left the track')
    }))
})
