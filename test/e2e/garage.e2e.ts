/**
 * The garage of the built app: a car described and pictured, its setups compared, a driver renamed; all of it kept
 * over a reload and taken back, on a desktop and a phone, without a fault axe can find.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accJson } from '../shared/setup/made.ts'
import { AXE, faults, overflow } from './axe.ts'
import { keepShot, type Server, SIZES, startServer, trySample, type Visitor, visit } from './harness.ts'

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const setupFile = (name: string, rearWing: number) => {
  const { aeroBalance, ...rest } = accJson.advancedSetup
  const setup = { ...accJson, advancedSetup: { ...rest, aeroBalance: { ...aeroBalance, rearWing } } }
  return { name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(setup)) }
}

describe('the garage', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
    visitor = await visit(server.origin, { withoutCopy: true })
    await visitor.context.addInitScript({ path: AXE })
    await visitor.page.goto(server.origin)
    await trySample(visitor.page)
  })
  afterAll(async () => {
    await visitor.close()
    await server.kill()
  })

  const fits = async (name: string): Promise<void> => {
    await keepShot(visitor.page, `garage-${name}`)
    expect(await overflow(visitor)).toBe(0)
  }
  const look = async (name: string): Promise<void> => {
    await fits(name)
    expect(await faults(visitor)).toEqual([])
  }
  /** Takes back what the message with this text says was done. */
  const takeBack = async (text: string): Promise<void> => {
    const said = visitor.page.getByText(text, { exact: true })
    await said.locator('..').getByRole('button', { name: 'Undo' }).click()
  }

  test('describes a car; what is written is kept, and can be taken back', async () => {
    const { page } = visitor
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Garage' }).click()
    await page.locator('tbody tr').first().getByRole('link').click()
    await page.getByRole('heading', { name: 'Best laps' }).waitFor()
    const name = await page.getByRole('heading', { level: 1 }).innerText()
    await page.keyboard.press('e')
    await page.getByLabel('Name', { exact: true }).fill('Club car')
    await page.getByLabel('Power, kW').fill('300')
    await look('car-form')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Club car' }).waitFor()
    await page.getByTestId('picture').setInputFiles({ name: 'car.png', mimeType: 'image/png', buffer: PNG })
    await page.getByRole('img', { name: 'Picture of Club car' }).waitFor()

    await page.reload()
    await page.getByRole('img', { name: 'Picture of Club car' }).waitFor()
    expect(await page.getByText('300', { exact: true }).count()).toBe(1)

    await page.getByRole('button', { name: 'This is the known car …' }).click()
    await page.getByRole('searchbox').fill('296')
    await look('known-car')
    await page.getByRole('button', { name: /^Ferrari 296 GT3/ }).click()
    await page.getByText('Known as Ferrari 296 GT3', { exact: true }).waitFor()
    await takeBack('Club car is now known as Ferrari 296 GT3.')
    await page.getByText('Not one of the known cars', { exact: true }).waitFor()
    expect(name).not.toBe('Club car')
  })

  test('reads the setups of a game and compares them at an address of their own', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Setups' }).click()
    await page.getByRole('heading', { name: 'Your setups will be here' }).waitFor()
    await page.getByTestId('setups').setInputFiles([setupFile('race.json', 9), setupFile('quali.json', 6)])
    await page.getByText('New car: Ferrari 296 GT3').first().waitFor({ state: 'attached' })
    await look('add-setups')
    await page.getByRole('button', { name: 'Add 2 setups' }).click()
    await page.getByRole('link', { name: 'race' }).click()
    await page.getByRole('heading', { name: 'Tyres' }).waitFor()
    await look('setup')
    await page
      .getByRole('combobox', { name: 'Compare with' })
      .selectOption({ label: 'quali · Ferrari 296 GT3' })
    await page.getByText('1 value differs.').waitFor()
    await look('compare')
    await page.reload()
    await page.getByText('1 value differs.').waitFor()
    expect(await page.getByRole('row', { name: /^Wing, Rear/ }).innerText()).toContain('−3')

    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('1 setup', { exact: true }).waitFor()
    await takeBack('Deleted the setup race.')
    await page.getByText('2 setups', { exact: true }).waitFor()
  })

  test('renames a driver, and shows two cars of one kind merging', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Drivers' }).click()
    await page.locator('tbody tr').first().getByRole('link').click()
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Somebody')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Somebody' }).waitFor()

    await page.getByRole('link', { name: 'Cars', exact: true }).click()
    await page.getByRole('link', { name: 'Ferrari 296 GT3' }).click()
    await page.getByRole('button', { name: 'Merge into another' }).click()
    await page.getByRole('radio', { name: /^Club car/ }).check()
    await page.getByText('Moves to Club car: 2 setups.').waitFor()
    await look('merge')
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByText('Also called Ferrari 296 GT3').waitFor()
    await takeBack('Merged Ferrari 296 GT3 into Club car.')
    await page.getByRole('link', { name: 'All cars' }).click()
    await page.getByText('2 cars', { exact: true }).waitFor()
  })

  test('fits a phone, and an address of nothing says so', async () => {
    const { page } = visitor
    await page.setViewportSize(SIZES.phone)
    for (const tab of ['cars', 'setups', 'drivers']) {
      await page.goto(`${server.origin}/garage/${tab}`)
      await page.locator('tbody tr').first().waitFor()
      await fits(`${tab}-phone`)
      await page.locator('tbody tr').first().getByRole('link').click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await fits(`${tab}-one-phone`)
    }
    await page.goto(`${server.origin}/garage/cars/${'0'.repeat(32)}`)
    await page.getByText('This car is no longer in the garage').waitFor()
    expect(visitor.problems).toEqual([])
    expect(visitor.strangers).toEqual([])
  })
})
