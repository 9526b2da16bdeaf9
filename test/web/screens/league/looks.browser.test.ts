/** Every page of leagues in every width and theme: fits, has no fault axe can find, and leaves a picture. */
import type { Component } from 'svelte'
import { test } from 'vitest'
import { page } from 'vitest/browser'
import { hrefs } from '#web/route'
import Join from '../../../../web/screens/join/Join.svelte'
import League from '../../../../web/screens/league/League.svelte'
import { expectAccessible, expectFits } from '../../desk/tables/stage.svelte.ts'
import { show } from './show.ts'
import { LEAGUE, WAITING } from './test-league.ts'
import { openTestOffice } from './test-office.ts'

const LOOKS = [
  { width: 390, height: 844, theme: 'dark', language: 'en' },
  { width: 390, height: 844, theme: 'light', language: 'de' },
  { width: 1440, height: 900, theme: 'dark', language: 'de' },
  { width: 1440, height: 900, theme: 'light', language: 'en' },
  { width: 390, height: 844, theme: 'contrast', language: 'en' },
] as const

const PAGES: Readonly<Record<string, readonly [screen: Component, href: string, said: string]>> = {
  home: [League, hrefs.leagues(), 'Endurance four'],
  board: [League, hrefs.league(LEAGUE), '2:18.104'],
  people: [League, hrefs.league(LEAGUE, 'people'), 'Rig in the cellar'],
  room: [League, hrefs.league(LEAGUE, 'room'), 'Kim’s laptop'],
  waiting: [League, hrefs.league(WAITING), 'Sprint cup'],
  join: [Join, hrefs.join('https://a.example/join#abc'), 'Tuesday GT3'],
}

test.for(Object.entries(PAGES))('the page of %s looks right', async ([name, [screen, href, said]]) => {
  openTestOffice()
  for (const look of LOOKS) {
    const { root, says, leave } = await show(screen, href, look)
    await says(said)
    await document.fonts.ready
    await expectAccessible(root)
    expectFits()
    const path = `../../../../test-output/screenshots/league-${name}-${look.width}-${look.theme}.png`
    await page.screenshot({ element: root, path })
    await leave()
  }
})

test('a member with no league sees two ways to one', async () => {
  openTestOffice({
    watchLeagues: listener => {
      listener([])
      return () => {}
    },
  })
  for (const look of LOOKS) {
    const { root, says, leave } = await show(League, hrefs.leagues(), look)
    await says(look.language === 'en' ? 'Your leagues will be here' : 'Hier stehen bald deine Ligen')
    await expectAccessible(root)
    expectFits()
    const path = `../../../../test-output/screenshots/league-empty-${look.width}-${look.theme}.png`
    await page.screenshot({ element: root, path })
    await leave()
  }
})
