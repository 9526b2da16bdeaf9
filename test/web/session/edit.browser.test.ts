/** What is said about a session: saved as one deed, taken back by one press, never lost while it is typed. */
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { toasts } from '#web/state'
import { expectAccessible, expectFits } from '../desk/tables/stage.svelte.ts'
import { ensureAll, unwrap } from '../store/support.ts'
import { answerToast, contentOf, detailNow, libraryWithSample, openScreen } from './screen.ts'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByLabelText(name, { exact: true })
const openForm = async (): Promise<void> => {
  await button('Edit').first().click()
  await field('Track and layout').findElement()
}
const formIsGone = () => expect.poll(() => document.querySelector('dialog')).toBeNull()

describe('the form of a session', () => {
  test('saves all of it as one deed, and Undo takes all of it back', async () => {
    const [library, before] = await libraryWithSample()
    const { id } = before.session
    await openScreen(id)
    await openForm()
    await field('Name').fill('Evening test')
    await field('Notes').fill('New dampers.\nBetter in the slow corners.')
    await field('Tags').fill('Dampers')
    await userEvent.keyboard('{Enter}')
    await field('Tags').fill('rain')
    await page.getByRole('radio', { name: 'Wet' }).click({ force: true })
    await field('Weather').fill('Light rain')
    await field('Air temperature').fill('18,5')
    await page.getByLabelText('Car', { exact: true }).selectOptions('Another car …')
    await field('Name of the car').fill('My other car')
    await page.getByRole('radio', { name: 'In a sim' }).click({ force: true })
    await field('Who may see it').selectOptions('Only on this device')
    await button('Save').click()
    await formIsGone()

    const { session, car, laps } = await detailNow(library, id)
    expect(session).toMatchObject({
      name: 'Evening test',
      tags: ['Dampers', 'rain'],
      conditions: { surface: 'wet', weather: 'Light rain', airC: 18.5 },
      world: 'sim',
      privacy: 'device',
    })
    expect(session.notes).toContain('slow corners')
    expect(car?.name).toBe('My other car')
    expect(new Set(laps.map(lap => lap.privacy))).toEqual(new Set(['device']))
    expect(unwrap(await library.listDeeds()).map(deed => deed.kind)).toEqual(['edit-sessions'])
    await expect.element(page.getByRole('heading', { name: 'Evening test' })).toBeVisible()
    await expect
      .element(page.getByText('Wet · Light rain · air 18.5 °C', { exact: false }))
      .toBeInTheDocument()

    await answerToast('Saved', 'Undo')
    await expect.element(page.getByRole('heading', { name: 'Evening test' })).not.toBeInTheDocument()
    expect(contentOf(await detailNow(library, id))).toEqual(contentOf(before))
  })

  test('says what is no temperature and saves nothing', async () => {
    const [library, { session }] = await libraryWithSample(2)
    await openScreen(session.id)
    await openForm()
    await field('Air temperature').fill('warm')
    await button('Save').click()
    await expect
      .poll(() => document.querySelector('[role=alert]')?.textContent)
      .toContain('This is no temperature in °C')
    expect(unwrap(await library.listDeeds())).toEqual([])
  })

  test('Escape saves nothing, and what was typed can be taken up again', async () => {
    const [library, { session }] = await libraryWithSample(2)
    await openScreen(session.id)
    await openForm()
    await field('Notes').fill('Half a sentence')
    await userEvent.keyboard('{Escape}')
    await formIsGone()
    expect((await detailNow(library, session.id)).session.notes).toBe('')
    await answerToast('not saved', 'Go on editing')
    await expect.element(field('Notes')).toHaveValue('Half a sentence')
    await button('Cancel').click()
    await formIsGone()
    expect(unwrap(await library.listDeeds())).toEqual([])
  })

  test('without changes closes without a word', async () => {
    const [, { session }] = await libraryWithSample(2)
    await openScreen(session.id)
    await openForm()
    await userEvent.keyboard('{Escape}')
    await formIsGone()
    expect(toasts.shown).toEqual([])
  })

  test('S7 a note that was not saved waits on the page that is opened next', async () => {
    const [library, { session }] = await libraryWithSample(2)
    const first = await openScreen(session.id)
    await openForm()
    await field('Notes').fill('Typed, then the page went away')
    await first.leave()
    unwrap(await library.editSessions([session.id], { name: 'Named in another tab' }))

    await openScreen(session.id)
    await expect.element(page.getByText('Changes you typed here were not saved yet.')).toBeVisible()
    await button('Go on editing').click()
    await expect.element(field('Notes')).toHaveValue('Typed, then the page went away')
    await expect.element(field('Name')).toHaveValue('Named in another tab')
    await button('Save').click()
    await formIsGone()
    expect((await detailNow(library, session.id)).session.notes).toContain('went away')
    expect(localStorage.length).toBe(0)
  })

  test('the key e opens it, and a driver is given to all laps', async () => {
    const [library, { session }] = await libraryWithSample(3)
    await ensureAll(library)
    await openScreen(session.id)
    await userEvent.keyboard('e')
    await field('Driver').selectOptions('Kim')
    await button('Save').click()
    await formIsGone()
    const { drivers } = await detailNow(library, session.id)
    expect(drivers.map(driver => driver.name)).toEqual(['Kim'])
  })

  for (const [width, theme] of [
    [390, 'dark'],
    [390, 'light'],
    [1440, 'dark'],
    [1440, 'contrast'],
  ] as const) {
    test(`fits and has no fault axe can find, ${width} px ${theme}`, async () => {
      const [library, { session }] = await libraryWithSample(3)
      unwrap(
        await library.editSessions([session.id], {
          name: 'A session with a rather long name, as people write them',
          notes: 'One\nTwo',
          addTags: ['Test day', 'Rain', 'New dampers'],
          conditions: { surface: 'damp', weather: 'Drying', airC: 18, trackC: 24 },
        }),
      )
      const screen = await openScreen(session.id, { width, theme })
      await expect.element(page.getByText('New dampers')).toBeInTheDocument()
      await expectAccessible(screen.root)
      expectFits()
      await openForm()
      await expectAccessible(document.querySelector('dialog')!)
      expectFits()
    })
  }
})
