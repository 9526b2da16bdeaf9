import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { keepShot, type Server, startServer, trySample, type Visitor, visit } from './harness.ts'

let server: Server
let visitor: Visitor

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.kill())
afterEach(() => visitor.close())

test('a part of the page that cannot be loaded ends in a sentence and a way on', async () => {
  visitor = await visit(server.origin, { withoutCopy: true })
  const { page } = visitor
  await visitor.context.route('**/assets/session-*.js', route => route.abort())
  await page.goto(server.origin)
  await trySample(page)
  await page.locator('tbody tr').first().getByRole('link').click()
  await page.getByText('A part of Paddock could not be loaded.').waitFor()
  await page.getByRole('button', { name: 'Reload the page' }).waitFor()
  await keepShot(page, 'trouble-part-desktop')
  await page.getByRole('link', { name: 'Library' }).last().click()
  await page.locator('tbody tr').first().waitFor()
})

test('an error in a screen leaves the frame and the way back', async () => {
  visitor = await visit(server.origin)
  const { page } = visitor
  await page.goto(server.origin)
  await trySample(page)
  await page.evaluate(() => {
    Intl.NumberFormat.prototype.format = () => ''
    Number.prototype.toFixed = () => {
      throw new Error('broken on purpose')
    }
  })
  await page.locator('tbody tr').first().getByRole('link').click()
  await page.getByText('This screen stopped because of an error in Paddock.').waitFor()
  await page.getByText('Technical details').click()
  await page.getByText('broken on purpose').first().waitFor()
  expect(await page.getByRole('link', { name: 'Go to the library' }).count()).toBe(1)
})

test('a browser that keeps nothing says so instead of losing laps', async () => {
  visitor = await visit(server.origin)
  const { page } = visitor
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined })
  })
  await page.goto(server.origin)
  await page.getByText('This browser keeps nothing here').waitFor()
})
