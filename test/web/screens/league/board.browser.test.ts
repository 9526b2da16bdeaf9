/** The leaderboard: what a row says, how a lap is opened, what stewards do, and how thousands of rows stay quick. */
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { asMillis } from '#shared/units'
import type { Answer, BoardQuery } from '#web/league'
import { hrefs, router } from '#web/route'
import League from '../../../../web/screens/league/League.svelte'
import { expectFits } from '../../desk/tables/stage.svelte.ts'
import { show, WAIT } from './show.ts'
import { board, boardRow, LAP, LEAGUE } from './test-league.ts'
import { openTestOffice } from './test-office.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const select = (name: string) => page.getByRole('combobox', { name, exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)
const askedFor = (office: { asked: readonly (readonly unknown[])[] }, method: string) =>
  office.asked.find(([name]) => name === method)?.slice(1)
const lineOf = (root: HTMLElement, place: number) =>
  root.querySelector<HTMLElement>(`tbody [aria-rowindex="${place + 1}"]`)

test('a row says place, driver, car, time, gap, sectors, conditions, proof and decisions', async () => {
  openTestOffice()
  const { root, says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('Kim leads with 2:18.104; 8 drivers ranked.')
  const text = (place: number) => lineOf(root, place)!.textContent!.replace(/\s+/g, ' ').trim()
  expect(text(1)).toMatch(/^1 ?Kim Ferrari 296 GT3 .*2:18\.104 .*0:42\.812 .*Dry · Sim Timed again: match/)
  expect(text(2)).toMatch(/Sam ?you/)
  expect(lineOf(root, 2)!.classList).toContain('mine')
  expect(text(3)).toContain('+5 s')
  expect(text(4)).toContain('Rig, times only')
  expect(text(5)).toContain('Timed again: differs')
  expect(lineOf(root, 4)!.querySelector('.grade')!.getAttribute('title')).toContain(
    'There is no recording, so nobody can time it again.',
  )
  await says('14 laps timed at other lines')
})

test('every choice is asked for, and is part of the address', async () => {
  const asked: BoardQuery[] = []
  openTestOffice({
    watchBoard: (query, listener) => {
      asked.push(query)
      listener(board(query))
      return () => {}
    },
  })
  const { says, leave } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  await select('Class').selectOptions('GT3')
  await select('Road').selectOptions('Wet')
  await select('Driven').selectOptions('Sim')
  await select('Time of').selectOptions('Sector 2')
  await page.getByLabelText('As it stood on').fill('2026-02-28')
  await until(() =>
    expect(asked.at(-1)).toEqual({
      league: LEAGUE,
      layout: null,
      className: 'GT3',
      car: null,
      surface: 'wet',
      world: 'sim',
      sector: 1,
      asOf: new Date(2026, 1, 28, 23, 59, 59, 999).getTime(),
    }),
  )
  await says('Kim led with 2:18.104.')
  expect(location.search).toBe('?class=GT3&road=wet&driven=sim&sector=2&at=2026-02-28')
  const address = location.pathname + location.search
  await leave()
  await show(League, address, { width: 1440 })
  await until(() => expect(select('Time of').element()).toHaveProperty('value', '1'))
  await button('All laps').click()
  await until(() => expect(location.search).toBe(''))
})

test('Enter on a row fetches the lap, shows how far in the row, and opens it on the desk', async () => {
  let tell: (done: number, of: number) => void = () => {}
  let finish: (answer: Answer<typeof LAP>) => void = () => {}
  const office = openTestOffice({
    openLap: (lap, onProgress) => {
      office.asked.push(['openLap', lap])
      tell = onProgress
      return new Promise(resolve => {
        finish = resolve
      })
    },
  })
  const { root, says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  button(/^Open the lap of Kim/)
    .element()
    .focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}')
  await until(() => expect(askedFor(office, 'openLap')).toEqual([boardRow(1).lap]))
  tell(43, 100)
  await until(() => expect(lineOf(root, 2)!.textContent).toContain('fetching 43 %'))
  tell(100, 100)
  await until(() => expect(lineOf(root, 2)!.textContent).toContain('timing it again'))
  finish({ ok: true, value: LAP })
  await until(() => expect(router.route).toMatchObject({ place: 'desk' }))
  expect(location.search).toContain(LAP)
})

test('a lap nobody has is told in one sentence, and the page stays', async () => {
  openTestOffice({
    openLap: async () => ({ ok: false, message: 'Nobody who has this lap is connected. Try again later.' }),
  })
  const { says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  await button(/^Open the lap of Rob/).click()
  await says('Nobody who has this lap is connected.')
  expect(router.route).toMatchObject({ place: 'league' })
})

test('a page that was left is not torn away when the lap arrives', async () => {
  let finish: (answer: Answer<typeof LAP>) => void = () => {}
  const asked = vi.fn()
  openTestOffice({
    openLap: () => {
      asked()
      return new Promise(resolve => {
        finish = resolve
      })
    },
  })
  const { says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  await button(/^Open the lap of Rob/).click()
  await until(() => expect(asked).toHaveBeenCalled())
  router.go(hrefs.league(LEAGUE, 'people'))
  await says('Rig in the cellar')
  finish({ ok: true, value: LAP })
  await new Promise(requestAnimationFrame)
  expect(router.route).toMatchObject({ place: 'league', view: 'people' })
})

test('a decision needs a reason, and seconds that are some; it can be taken back', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  await button('About the lap of Rob').click()
  await says('There is no recording, so nobody can time it again.')
  await page.getByLabelText('Seconds to add').fill('soon')
  await page.getByLabelText(/^Reason, shown/).fill('jumped the start')
  await button('Decide').click()
  await says('A penalty is between 0.001 and 3600 seconds')
  await page.getByLabelText('Seconds to add').fill('2,5')
  await page.getByLabelText(/^Reason, shown/).fill(' ')
  await button('Decide').click()
  await says('A decision needs a reason')
  await page.getByLabelText(/^Reason, shown/).fill('jumped the start')
  await button('Decide').click()
  await until(() =>
    expect(askedFor(office, 'decide')).toEqual([
      boardRow(3).lap,
      'penalty',
      'jumped the start',
      asMillis(2500),
    ]),
  )
  await button(/^About the lap of Ada/).click()
  await says('Kim added 5 s: cut turn 4')
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await until(() => expect(askedFor(office, 'takeBackDecision')).toEqual([LEAGUE, 'd1']))
})

test('what another steward decided cannot be taken back here, so nothing offers it', async () => {
  openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  document.querySelector<HTMLElement>('details summary')!.click()
  await says('cut the bus stop')
  expect(page.getByRole('button', { name: 'Take back' }).elements()).toEqual([])
})

test('lines are endorsed with a reason, and two names of one driver become one', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('Drawn by Kim, version 3')
  await button('Endorse').click()
  await page.getByLabelText('Reason').first().fill('measured at the track')
  await button('Endorse').click()
  await until(() =>
    expect(askedFor(office, 'endorseGates')).toEqual([
      LEAGUE,
      expect.any(String),
      'spa',
      3,
      'measured at the track',
    ]),
  )
  await select('Stays').selectOptions('Kim')
  await select('Is the same as it').selectOptions('Jo')
  await page.getByLabelText('Reason').last().fill('second account')
  await button('Make them one').click()
  await until(() =>
    expect(askedFor(office, 'merge')).toEqual([
      LEAGUE,
      'drivers',
      ['driver 0', 'driver 4'],
      'second account',
    ]),
  )
})

test('the history of the record is asked for when it is opened', async () => {
  const office = openTestOffice()
  const { says } = await show(League, hrefs.league(LEAGUE), { width: 1440 })
  await says('2:18.104')
  expect(askedFor(office, 'recordHistory')).toBeUndefined()
  await page.getByText('History of the record').click()
  await says('Who held first place before')
  expect(askedFor(office, 'recordHistory')).toHaveLength(1)
})

test('of 3,000 rows only those near the window are on the page, at any place and after news', async () => {
  const listeners: ((count: number) => void)[] = []
  openTestOffice({
    watchBoard: (query, listener) => {
      listeners.push(count => listener(board(query, count)))
      listener(board(query, 3000))
      return () => {}
    },
  })
  const { root, says } = await show(League, hrefs.league(LEAGUE), { width: 1440, height: 900 })
  await says('3000 drivers ranked')
  const rows = () => root.querySelectorAll('tbody tr').length
  const table = root.querySelector('table')!
  expect(table.getAttribute('aria-rowcount')).toBe('3001')
  expect(rows()).toBeLessThan(60)
  const middle = root.querySelector('tbody')!.getBoundingClientRect().height / 2
  scrollTo(0, middle)
  await until(() => expect(lineOf(root, 1500)).not.toBeNull())
  expect(rows()).toBeLessThan(60)
  const before = lineOf(root, 1500)!.getBoundingClientRect().top
  for (const tell of listeners) tell(3001)
  await until(() => expect(table.getAttribute('aria-rowcount')).toBe('3002'))
  expect(Math.abs(lineOf(root, 1500)!.getBoundingClientRect().top - before)).toBeLessThan(2)
  expectFits()
})

test('a league without laps says what will be here and how it comes', async () => {
  openTestOffice({
    watchBoard: (query, listener) => {
      listener({ ...board(query, 0), voided: [], apart: [] })
      return () => {}
    },
  })
  const { says } = await show(League, hrefs.league(LEAGUE))
  await says('The leaderboard will be here')
  await expect.element(page.getByRole('link', { name: 'Choose a session to share' })).toBeVisible()
})
