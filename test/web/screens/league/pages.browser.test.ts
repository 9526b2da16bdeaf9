/** What a person does on the pages of leagues, and what the office is asked for then. */
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { hrefs, router } from '#web/route'
import Join from '../../../../web/screens/join/Join.svelte'
import League from '../../../../web/screens/league/League.svelte'
import { show, WAIT } from './show.ts'
import { CREW, DETAIL, LEAGUE, WAITING } from './test-league.ts'
import { openTestOffice } from './test-office.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)
const askedFor = (office: { asked: readonly (readonly unknown[])[] }, method: string) =>
  office.asked.find(([name]) => name === method)?.slice(1)

test('every league says who I am in it, how much there is and how far it is', async () => {
  openTestOffice()
  const { root, says } = await show(League, hrefs.leagues())
  await says('Tuesday GT3')
  const lines = [...root.querySelectorAll('.list li')].map(line =>
    line.textContent!.replace(/\s+/g, ' ').trim(),
  )
  expect(lines[0]).toMatch(/Tuesday GT3 League · Admin 5 people 214 sessions level with 3 others, \d/)
  expect(lines[1]).toMatch(/Endurance four Crew · Driver 4 people 31 sessions sending 4 to Kim’s laptop/)
  expect(lines[2]).toMatch(/My devices 58 sessions nobody connected; last level/)
  expect(lines[3]).toMatch(/Sprint cup League Waiting to be let in/)
  await says('Max’s PC sent laps that are not what they say')
})

test('a league is created by its name and opens on its people', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.leagues())
  await button('Create one').click()
  await button('Create').click()
  await says('Give it a name')
  await page.getByRole('radio', { name: /^League/ }).click({ force: true })
  await page.getByLabelText('Name').fill('  Wednesday cup ')
  await button('Create').click()
  await until(() => expect(askedFor(office, 'create')).toEqual(['league', 'Wednesday cup']))
  await until(() => expect(router.route).toMatchObject({ league: LEAGUE, view: 'people' }))
})

test('the switches say and change what holds the sync back', async () => {
  const office = openTestOffice({
    watchSwitches: listener => {
      listener({ isPaused: false, isMetered: true })
      return () => {}
    },
  })
  await show(League, hrefs.leagues('sync'))
  await expect.element(page.getByRole('switch', { name: /costs money/ })).toBeChecked()
  await page.getByRole('switch', { name: /^Pause/ }).click()
  expect(askedFor(office, 'pause')).toEqual([true])
})

test('a link that is none changes nothing; a good one is shown before it is used', async () => {
  const office = openTestOffice()
  const readLink = vi
    .spyOn(office, 'readLink')
    .mockResolvedValueOnce({ ok: false, message: 'This link is cut off. Copy it again.' })
  const { says } = await show(League, hrefs.leagues())
  await button('Join with a link').click()
  await page.getByLabelText('Invitation link').fill('https://x.example/join#half')
  await button('See what it says').click()
  await says('This link is cut off.')
  expect(askedFor(office, 'join')).toBeUndefined()
  await button('See what it says').click()
  await until(() => expect(router.route).toMatchObject({ place: 'join' }))
  expect(readLink).toHaveBeenCalledTimes(2)
  expect(location.hash).toBe('#half')
})

test('an invitation says who, what and what joining means; joining leaves no secret in the address', async () => {
  const office = openTestOffice()
  const { says } = await show(Join, hrefs.join('https://elsewhere.example/join#secret'))
  await says('Kim invites you to Tuesday GT3.')
  await says('An admin lets you in')
  await says('They see no lap until you share one')
  await button('Join').click()
  await until(() => expect(askedFor(office, 'join')).toEqual([`${location.origin}/join#secret`]))
  await until(() => expect(router.route).toMatchObject({ place: 'league', league: WAITING }))
  expect(location.hash).toBe('')
  await says('You asked to join Tuesday GT3.')
})

test('somebody who waits is let in or declined, and a role is changed', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE, 'people'))
  await says('Rob, with Rob’s PC')
  await button('Let in: Rob').click()
  const rob = DETAIL.waiting[0]!
  await until(() => expect(askedFor(office, 'admit')).toEqual([LEAGUE, rob.person, 'driver']))
  await page.getByLabelText('Role of Kim').selectOptions('admin')
  await until(() => expect(askedFor(office, 'setRole')).toEqual([LEAGUE, DETAIL.people[1]!.person, 'admin']))
  await button('Decline: Rob').click()
  await until(() => expect(askedFor(office, 'remove')).toEqual([LEAGUE, rob.person, 'Declined']))
})

test('removing says what cannot be taken back, and needs a reason', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE, 'people'))
  await button('Remove: Kim').click()
  await says('What they already received cannot be taken back')
  await button('Remove').click()
  await says('A removal needs a reason')
  expect(askedFor(office, 'remove')).toBeUndefined()
  await page.getByLabelText('Reason, shown to everybody').fill('moved away')
  await button('Remove').click()
  await until(() =>
    expect(askedFor(office, 'remove')).toEqual([LEAGUE, DETAIL.people[1]!.person, 'moved away']),
  )
  await until(() => expect(document.querySelector('dialog')).toBeNull())
})

test('an invitation is made with role, approval, day and note, and its link is shown', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE, 'people'))
  await button('Invite somebody').click()
  await page.getByRole('radio', { name: /^Viewer/ }).click({ force: true })
  await page.getByRole('radio', { name: 'They are in at once' }).click({ force: true })
  await page.getByLabelText(/^Works until/).fill('2020-01-01')
  await button('Make the link').click()
  await says('That day is over')
  await page.getByLabelText(/^Works until/).fill('2099-12-31')
  await page.getByLabelText(/^Note for yourself/).fill('the neighbours')
  await button('Make the link').click()
  await until(() =>
    expect(askedFor(office, 'invite')).toEqual([
      LEAGUE,
      {
        role: 'viewer',
        admits: true,
        until: new Date(2099, 11, 31, 23, 59, 59, 999).getTime(),
        note: 'the neighbours',
      },
    ]),
  )
  await expect
    .element(page.getByLabelText('Invitation link'))
    .toHaveValue('https://paddock.example/join#made')
})

test('who may not decide is offered nothing to decide', async () => {
  openTestOffice({
    watchLeague: (_, listener) => {
      listener({ ...DETAIL, role: 'driver' })
      return () => {}
    },
  })
  const { text, says, leave } = await show(League, hrefs.league(LEAGUE, 'people'))
  await says('Rig in the cellar')
  expect(text()).not.toContain('Invite somebody')
  expect(text()).not.toContain('Let in')
  expect(document.querySelectorAll('select')).toHaveLength(0)
  await leave()
  const onBoard = await show(League, hrefs.league(LEAGUE))
  await onBoard.says('2:18.104')
  expect(onBoard.text()).not.toContain('Lines of this layout')
})

test('a league that is not here says so and offers the way back', async () => {
  openTestOffice()
  const { says } = await show(League, hrefs.league('f'.repeat(64) as typeof LEAGUE))
  await says('This league is not on this device.')
  await expect.element(page.getByRole('link', { name: 'All leagues' })).toBeVisible()
})

test('who was removed is told, and keeps what was received before', async () => {
  openTestOffice({
    watchLeague: (_, listener) => {
      listener({ ...DETAIL, role: null, standing: 'removed' })
      return () => {}
    },
  })
  const { says, text } = await show(League, hrefs.league(LEAGUE))
  await says('You are no longer a member.')
  await says('2:18.104')
  expect(text()).not.toContain('As steward')
})

test('leaving asks once more and says what stays', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(CREW, 'people'))
  await button('Leave').click()
  await says('Your laps there stay with those who have them')
  await userEvent.keyboard('{Escape}')
  expect(askedFor(office, 'leave')).toBeUndefined()
  await button('Leave').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await until(() => expect(askedFor(office, 'leave')).toEqual([CREW]))
  await until(() => expect(router.route).toMatchObject({ place: 'league', league: null }))
})

test('without an office the page says so instead of staying empty', async () => {
  const { leagues } = await import('#web/league')
  openTestOffice()
  leagues.openWith(() => Promise.reject(new Error('offline chunk')))
  const { says } = await show(League, hrefs.leagues())
  await says('A part of Paddock could not be loaded.')
})

test('keeping one’s key safe is offered once there is something to lose, and may wait', async () => {
  localStorage.removeItem('paddock.keep-key-later')
  openTestOffice()
  const { says, text, leave } = await show(League, hrefs.leagues())
  await says('If this device is lost')
  await button('Later').click()
  expect(text()).not.toContain('If this device is lost')
  await leave()
  const again = await show(League, hrefs.leagues())
  await again.says('Tuesday GT3')
  expect(again.text()).not.toContain('If this device is lost')
  await again.leave()
  localStorage.setItem('paddock.keep-key-later', String(Date.now() - 8 * 86_400_000))
  const later = await show(League, hrefs.leagues())
  await later.says('If this device is lost')
  localStorage.removeItem('paddock.keep-key-later')
})
