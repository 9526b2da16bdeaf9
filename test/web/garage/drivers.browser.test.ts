/** The drivers of a real library: listed, renamed, merged. */
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { hrefs, router } from '#web/route'
import Drivers from '../../../web/screens/garage/drivers/Drivers.svelte'
import { unwrap } from '../store/support.ts'
import { fillGarage } from './filled.ts'
import { showTab, takeBack, WAIT } from './stage-tab.svelte.ts'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)

test('each driver has sessions, laps and tracks of their own', async () => {
  const { library } = await fillGarage()
  const { root, says } = await showTab(Drivers, library, hrefs.garage('drivers'))
  await says('3 drivers')
  const rows = [...root.querySelectorAll('tbody tr')].map(row =>
    [...row.querySelectorAll('th, td')].slice(0, 4).map(cell => cell.textContent!.trim()),
  )
  expect(rows).toContainEqual(['Kim', '2', '5', 'Spa-Francorchamps'])
  expect(rows).toContainEqual(['Ada', '1', '2', 'Monza'])
  await page.getByRole('searchbox').fill('monza')
  await says('2 of 3')
  await page.getByRole('searchbox').fill('')
})

test('a driver is renamed, and the name comes back', async () => {
  const { library, drivers } = await fillGarage()
  const { says } = await showTab(Drivers, library, hrefs.garage('drivers', drivers.ada))
  await says('1:47.912')
  await button('Rename').click()
  await page.getByLabelText('Name', { exact: true }).fill('Ada Example')
  await button('Save').click()
  await until(() => expect(document.querySelector('h1')?.textContent).toBe('Ada Example'))
  await takeBack('Ada is now called Ada Example.')
  await until(() => expect(document.querySelector('h1')?.textContent).toBe('Ada'))
})

test('two names of one person become one after a preview, and two again', async () => {
  const { library, drivers } = await fillGarage()
  const { says } = await showTab(Drivers, library, hrefs.garage('drivers', drivers.kimAgain))
  await says('1:48.777')
  await button('Merge into another').click()
  await page.getByRole('radio', { name: /^Kim/ }).click()
  await says('4 laps in 1 session will be driven by Kim.')
  await button('Merge').click()
  await until(() => expect(router.route).toMatchObject({ id: drivers.kim }))
  await says('Also called K. Driver')
  await until(async () =>
    expect(unwrap(await library.listSessions({ driverId: drivers.kim }))).toHaveLength(3),
  )

  await takeBack('Merged K. Driver into Kim.')
  await until(async () => expect(unwrap(await library.listDrivers())).toHaveLength(3))
})

test('a driver who is gone says so', async () => {
  const { library, drivers } = await fillGarage()
  unwrap(await library.mergeDrivers(drivers.kimAgain, drivers.kim))
  const { says } = await showTab(Drivers, library, hrefs.garage('drivers', drivers.kimAgain))
  await says('This driver is no longer here')
  await expect.element(page.getByRole('link', { name: 'All drivers' })).toBeVisible()
})
