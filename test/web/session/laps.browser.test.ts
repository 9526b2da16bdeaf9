/** Laps on the session screen: marked and let count, edited, split off, moved, timed anew; each can be taken back. */
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { toasts } from '#web/state'
import { expectAccessible, expectFits } from '../desk/tables/stage.svelte.ts'
import { openTestLibrary, saveTestSession, unwrap } from '../store/support.ts'
import { lapsOf } from '../workers/retime-support.ts'
import { answerToast, contentOf, detailNow, libraryWithSample, openScreen, useLibrary } from './screen.ts'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const box = (lap: number) => page.getByRole('checkbox', { name: `Tick Lap ${lap}`, exact: true })
const formIsGone = () => expect.poll(() => document.querySelector('dialog')).toBeNull()
const bar = () => page.getByRole('group', { name: /ticked$/ })

describe('laps that are ticked', () => {
  test('with Shift all between two presses, and Escape unticks them', async () => {
    const [, { session, laps }] = await libraryWithSample(5)
    await openScreen(session.id)
    const [, second, , fourth] = laps
    await box(second!.number).click()
    await box(fourth!.number).click({ modifiers: ['Shift'] })
    await expect.element(bar()).toHaveAccessibleName('3 laps ticked')
    await userEvent.keyboard('{Escape}')
    await expect.element(bar()).not.toBeInTheDocument()
  })

  test('are marked with a reason, which says whose it is, and back', async () => {
    const [library, before] = await libraryWithSample(4)
    const { session, laps } = before
    const lap = laps.find(each => each.kind === 'timed' && each.validity.valid)!
    await openScreen(session.id)
    await box(lap.number).click()
    await button('Mark invalid').click()
    await button('Traffic').click()
    await formIsGone()
    const chip = page.getByRole('button', { name: `Lap ${lap.number}: Invalid. Why?` })
    await chip.click()
    await expect.element(page.getByText('You marked it invalid: Traffic')).toBeVisible()
    await expect.element(page.getByText('The recording says it is valid.')).toBeVisible()
    await expect.element(bar()).not.toBeInTheDocument()

    await button('As recorded').click()
    await expect.element(chip).not.toBeInTheDocument()
    expect(contentOf(await detailNow(library, session.id))).toEqual(contentOf(before))

    await answerToast('as recorded', 'Undo')
    await expect.element(chip).toBeVisible()
    await answerToast('Undone', 'Redo')
    await expect.element(chip).not.toBeInTheDocument()
  })

  test('by keys: x ticks the chosen lap, m marks, v lets count', async () => {
    const [library, { session }] = await libraryWithSample(4)
    await openScreen(session.id)
    await userEvent.keyboard('x')
    await expect.element(bar()).toHaveAccessibleName('1 lap ticked')
    await userEvent.keyboard('m')
    await page.getByRole('textbox', { name: 'Reason' }).fill('Missed a gear')
    await userEvent.keyboard('{Enter}')
    await formIsGone()
    const marked = async () =>
      (await detailNow(library, session.id)).laps.filter(lap => lap.overruled && !lap.validity.valid)
    await expect.poll(async () => (await marked()).length).toBe(1)
    const [lap] = await marked()
    await box(lap!.number).click()
    await userEvent.keyboard('v')
    await expect.poll(async () => (await marked()).length).toBe(0)
  })

  test('get a note, a surface and a driver in one deed; a note that was not saved comes back', async () => {
    const [library, { session, laps }] = await libraryWithSample(4)
    await openScreen(session.id)
    await box(laps[1]!.number).click()
    await box(laps[2]!.number).click()
    await bar().getByRole('button', { name: 'Edit' }).click()
    await page.getByLabelText('Note', { exact: true }).fill('Scrubbed tyres')
    await userEvent.keyboard('{Escape}')
    await formIsGone()
    await answerToast('not saved', 'Go on editing')
    await expect.element(page.getByLabelText('Note', { exact: true })).toHaveValue('Scrubbed tyres')
    await page.getByRole('radio', { name: 'Wet' }).click({ force: true })
    await page.getByLabelText('Driver', { exact: true }).selectOptions('Another driver …')
    await page.getByLabelText('Name of the driver').fill('Sam')
    await button('Save').click()
    await formIsGone()
    const after = await detailNow(library, session.id)
    expect(after.laps.filter(lap => lap.notes === 'Scrubbed tyres' && lap.surface === 'wet')).toHaveLength(2)
    expect(after.drivers.map(driver => driver.name)).toContain('Sam')
    expect(unwrap(await library.listDeeds()).map(deed => deed.kind)).toEqual(['edit-laps'])
  })
})

describe('a recording', () => {
  test('is split at a lap and joined again, without anything lost', async () => {
    const [library, before] = await libraryWithSample(5)
    const { session, laps } = before
    await openScreen(session.id)
    await box(laps[2]!.number).click()
    await button('Split here').click()
    await expect.element(page.getByText('Part 1 of 2 of one recording.', { exact: false })).toBeVisible()
    expect((await detailNow(library, session.id)).laps).toHaveLength(2)
    expect(unwrap(await library.listSessions())).toHaveLength(2)
    await button('Join them again').click()
    await expect.element(page.getByText('Part 1 of 2', { exact: false })).not.toBeInTheDocument()
    expect(contentOf(await detailNow(library, session.id))).toEqual(contentOf(before))
  })

  test('gives laps to another layout, timed anew; Undo gives each lap the time it had', async () => {
    const [library, before] = await libraryWithSample(5)
    const { session, laps, layout } = before
    const gates = layout!.gateVersions[0]!
    const other = unwrap(
      await library.ensurePlace({
        origin: 'user',
        privacy: 'device',
        track: { name: 'Elsewhere', country: null },
        layout: { name: 'Short', lengthM: layout!.lengthM, frame: layout!.frame },
        gates: { ...gates, sectors: [] },
      }),
    ).layout
    await openScreen(session.id)
    for (const lap of laps.slice(3)) await box(lap.number).click()
    await bar().getByRole('button', { name: 'Edit' }).click()
    await page.getByLabelText('Track and layout').selectOptions('Elsewhere, Short')
    await page.getByRole('button', { name: /^Move \d laps$/ }).click()
    await expect.poll(() => document.querySelector('dialog'), { timeout: 15_000 }).toBeNull()
    const listed = unwrap(await library.listSessions())
    const made = listed.find(each => each.session.id !== session.id)!.session
    expect(made.layoutId).toBe(other.id)
    const moved = await detailNow(library, made.id)
    expect(moved.laps.every(lap => lap.timing.by === 'gates' && lap.timing.layoutId === other.id)).toBe(true)
    expect(moved.laps.every(lap => lap.sectorsMs.length === 0)).toBe(true)

    await answerToast('Moved', 'Undo')
    await expect
      .poll(() => toasts.shown.map(toast => toast.text).join(), { timeout: 15_000 })
      .toContain('timed at the lines they had before')
    expect(unwrap(await library.listSessions())).toHaveLength(1)
    expect(lapsOf(await detailNow(library, session.id))).toEqual(lapsOf(before))
  })

  test('says when it cannot be timed at the lines of the layout it was moved to, and keeps its times', async () => {
    const [library, before] = await libraryWithSample(3)
    const { session, layout } = before
    const far = layout!.gateVersions[0]!.startFinish
    const gate = { left: { x: far.left.x + 1, y: far.left.y }, right: { x: far.right.x + 1, y: far.right.y } }
    unwrap(
      await library.ensurePlace({
        origin: 'user',
        privacy: 'device',
        track: { name: 'Far away', country: null },
        layout: { name: 'Ring', lengthM: layout!.lengthM, frame: layout!.frame },
        gates: { startFinish: gate, finish: null, sectors: [], origin: 'drawn by hand' },
      }),
    )
    await openScreen(session.id)
    await button('Edit').first().click()
    await page.getByLabelText('Track and layout').selectOptions('Far away, Ring')
    await expect.element(page.getByLabelText('Time its laps anew at the lines of Ring')).toBeChecked()
    await button('Save').click()
    await expect.poll(() => document.querySelector('dialog'), { timeout: 15_000 }).toBeNull()
    await expect
      .poll(() => toasts.shown.map(toast => toast.text).join())
      .toContain('never crosses the start line')
    const times = (await detailNow(library, session.id)).laps.map(lap => lap.endMs - lap.startMs)
    expect(times).toEqual(before.laps.map(lap => lap.endMs - lap.startMs))
    await expect.element(button('Time them anew')).toBeVisible()
    await answerToast('Saved', 'Undo')
    await expect.element(button('Time them anew')).not.toBeInTheDocument()
    expect(contentOf(await detailNow(library, session.id))).toEqual(contentOf(before))
  })
})

describe('a hundred laps', () => {
  for (const width of [390, 1440]) {
    test(`stay readable at ${width} px, with what can be done in view`, async () => {
      const library = await openTestLibrary()
      useLibrary(library)
      const lapTimesMs = Array.from({ length: 100 }, (_, i) => 61_000 + ((i * 7919) % 3000))
      const id = await saveTestSession(library, { lapTimesMs })
      const { laps } = await detailNow(library, id)
      unwrap(
        await library.editLaps(
          laps.slice(40, 50).map(lap => lap.id),
          { mark: { kind: 'invalid', reason: 'Traffic' } },
        ),
      )
      const screen = await openScreen(id, { width, height: 844 })
      await box(80).click()
      expectFits()
      const { top, bottom } = bar().element().getBoundingClientRect()
      expect(top).toBeGreaterThanOrEqual(0)
      expect(bottom).toBeLessThanOrEqual(844)
      await expectAccessible(screen.root)
    })
  }
})
