/** Every page of the garage in every width and theme: fits, has no fault axe can find, and leaves a picture. */
import type { Component } from 'svelte'
import { test } from 'vitest'
import { page } from 'vitest/browser'
import { hrefs } from '#web/route'
import Cars from '../../../web/screens/garage/cars/Cars.svelte'
import Drivers from '../../../web/screens/garage/drivers/Drivers.svelte'
import Setups from '../../../web/screens/garage/setups/Setups.svelte'
import { expectAccessible, expectFits } from '../desk/tables/stage.svelte.ts'
import { type Filled, fillGarage } from './filled.ts'
import { showTab } from './stage-tab.svelte.ts'

const LOOKS = [
  { width: 390, theme: 'dark', language: 'en' },
  { width: 390, theme: 'light', language: 'de' },
  { width: 1440, theme: 'dark', language: 'de' },
  { width: 1440, theme: 'light', language: 'en' },
  { width: 390, theme: 'contrast', language: 'en' },
] as const

type Tab = Component<{ id: string | null }>
const PAGES: Readonly<Record<string, readonly [tab: Tab, href: (filled: Filled) => string, said: string]>> = {
  cars: [Cars, () => hrefs.garage('cars'), 'Track day hatch'],
  car: [Cars, ({ cars }) => hrefs.garage('cars', cars.ferrari), '2:18.420'],
  setups: [Setups, () => hrefs.garage('setups'), 'Spa race'],
  setup: [Setups, ({ setups }) => hrefs.garage('setups', setups.race), 'trackBopType'],
  compare: [Setups, ({ setups }) => hrefs.garage('setups', setups.race, { with: setups.quali }), '54'],
  drivers: [Drivers, () => hrefs.garage('drivers'), 'Ada'],
  driver: [Drivers, ({ drivers }) => hrefs.garage('drivers', drivers.kim), '2:18.420'],
}

test.for(Object.entries(PAGES))('the page of %s looks right', async ([name, [tab, href, said]]) => {
  const filled = await fillGarage()
  for (const { width, theme, language } of LOOKS) {
    const sight = { width, theme, language, height: 1400 }
    const { root, says, leave } = await showTab(tab, filled.library, href(filled), sight)
    await says(said)
    await document.fonts.ready
    await expectAccessible(root)
    expectFits()
    const path = `../../../test-output/screenshots/garage-${name}-${width}-${theme}.png`
    await page.screenshot({ element: root, path })
    await leave()
  }
})
