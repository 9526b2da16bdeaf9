/** Sharing: a preview of exactly what leaves for every wish, what is asked then, and taking it back. */
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { asEpochMillis } from '#shared/units'
import type { ShareWish } from '#web/league'
import { ShareDialog } from '#web/screens/sharing'
import { expectAccessible, expectFits, type Staged, stage } from '../../desk/tables/stage.svelte.ts'
import { WAIT } from './show.ts'
import { CREW, LEAGUE, SESSION, SUMMARIES } from './test-league.ts'
import { openTestOffice } from './test-office.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)
const asked = (office: { asked: readonly (readonly unknown[])[] }, method: string) =>
  office.asked.filter(([name]) => name === method).map(([, wish]) => wish as ShareWish)
const choose = (name: RegExp | string) => page.getByRole('radio', { name }).click({ force: true })
const says = (wanted: string) =>
  until(() => expect((document.body.textContent ?? '').replace(/\s+/g, ' ')).toContain(wanted))

interface Props extends Record<string, unknown> {
  sessions: readonly (typeof SESSION)[]
  isOnRoad: boolean
  onclose: () => void
}
const open = async (
  changes: Partial<Props> = {},
  look: Parameters<typeof stage>[2] = {},
): Promise<Staged<Props>> =>
  stage<Props>(
    ShareDialog as never,
    { sessions: [SESSION], isOnRoad: true, onclose: () => {}, ...changes },
    look,
  )

test('nothing is shared before the button; every wish is previewed, and shared as previewed', async () => {
  const office = openTestOffice()
  const onclose = vi.fn()
  const { leave } = await open({ onclose })
  await says('1 session, 12 laps: 921 B of times and names and 6.4 MB of recording.')
  await says('What stays here: your notes, your tags, the original file.')
  await says('Dry')
  await says('21 °C')
  await says('from a later Paddock')
  await says('of each lap its number, time')
  expect(asked(office, 'previewShare').at(-1)).toMatchObject({ league: null, withTraces: true, trimMs: 0 })
  await choose(/^Tuesday GT3/)
  await choose('Anybody')
  await says('also people you do not know')
  await choose('30 s')
  await until(() =>
    expect(asked(office, 'previewShare').at(-1)).toEqual({
      sessions: [SESSION],
      league: LEAGUE,
      audience: 'public',
      withTraces: true,
      trimMs: 30_000,
    }),
  )
  await choose(/^Times only/)
  await until(() =>
    expect(asked(office, 'previewShare').at(-1)).toMatchObject({ withTraces: false, trimMs: 0 }),
  )
  expect(asked(office, 'share')).toEqual([])
  await button('Share with Tuesday GT3').click()
  await until(() => expect(asked(office, 'share')).toEqual([asked(office, 'previewShare').at(-1)]))
  await until(() => expect(onclose).toHaveBeenCalled())
  await leave()
})

test('a crew is never public, whatever was chosen for a league before', async () => {
  const office = openTestOffice()
  const { leave } = await open()
  await choose(/^Tuesday GT3/)
  await choose('Anybody')
  await choose(/^Endurance four/)
  await until(() =>
    expect(asked(office, 'previewShare').at(-1)).toMatchObject({ league: CREW, audience: 'members' }),
  )
  expect(document.body.textContent).not.toContain('Who may see it')
  await leave()
})

test('only where I may share is offered', async () => {
  openTestOffice({
    watchLeagues: listener => {
      listener(SUMMARIES.map(each => (each.id === CREW ? { ...each, role: 'viewer' as const } : each)))
      return () => {}
    },
  })
  const { leave } = await open()
  await says('Tuesday GT3')
  expect(document.body.textContent).not.toContain('Endurance four')
  expect(document.body.textContent).not.toContain('Sprint cup')
  await leave()
})

test('what cannot be previewed cannot be shared', async () => {
  openTestOffice({
    previewShare: async () => ({ ok: false, message: 'The recording of this session is damaged.' }),
  })
  const { leave } = await open()
  await says('The recording of this session is damaged.')
  await expect.element(button('Share with my devices')).toBeDisabled()
  await leave()
})

test('a drive in a game has no home to keep back', async () => {
  openTestOffice()
  const { leave } = await open({ isOnRoad: false })
  await says('Exactly what leaves')
  expect(document.body.textContent).not.toContain('kept back')
  await leave()
})

test('where it is now is said, and withdrawing says what it cannot do', async () => {
  const row = {
    league: LEAGUE,
    leagueName: 'Tuesday GT3',
    use: 'league' as const,
    audience: 'members' as const,
    at: asEpochMillis(Date.UTC(2026, 4, 1)),
    heldBy: 3,
    isTrimmed: false,
  }
  const sharedWhere = vi
    .fn()
    .mockResolvedValueOnce({ ok: true, value: [row] })
    .mockResolvedValue({ ok: true, value: [] })
  const office = openTestOffice({ sharedWhere })
  const { leave } = await open()
  await says('received by 3 other devices, as far as this one knows')
  await says('It cannot reach into a device that is never met again')
  await button('Withdraw: Tuesday GT3').click()
  await until(() =>
    expect(office.asked.find(([name]) => name === 'withdraw')).toEqual(['withdraw', SESSION, LEAGUE]),
  )
  await says('On this device only.')
  await leave()
})

test('the dialog looks right in every width and theme', async () => {
  openTestOffice()
  for (const look of [
    { width: 390, height: 844, theme: 'dark', language: 'en' },
    { width: 390, height: 844, theme: 'light', language: 'de' },
    { width: 1440, height: 900, theme: 'dark', language: 'de' },
    { width: 1440, height: 900, theme: 'contrast', language: 'en' },
  ] as const) {
    const { leave } = await open({}, look)
    await says('921')
    await choose(/^Tuesday GT3/)
    await says('Spa-Francorchamps')
    await expectAccessible(document.body)
    expectFits()
    await page.screenshot({
      path: `../../../../test-output/screenshots/share-${look.width}-${look.theme}.png`,
    })
    await leave()
  }
})
