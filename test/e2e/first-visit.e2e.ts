import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  keepShot,
  openFirstSession,
  type Server,
  startServer,
  trySample,
  type Visitor,
  visit,
} from './harness.ts'

describe('a first visit', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.kill())
  afterEach(() => visitor.close())

  test('begins with an empty library that says what will be here', async () => {
    visitor = await visit(server.origin)
    const response = await visitor.page.goto(server.origin)
    await visitor.page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
    await keepShot(visitor.page, 'empty-desktop')

    const policy = response?.headers()['content-security-policy'] ?? ''
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(part)
    expect(policy).not.toContain('unsafe')
    expect(visitor.strangers).toEqual([])
    expect(visitor.problems).toEqual([])
  })

  test('a sample session appears, opens, and shows its laps, chart and map', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    await page.goto(server.origin)
    await trySample(page)
    await openFirstSession(page)

    await page.getByRole('heading', { name: 'Track' }).waitFor()
    expect(await page.getByRole('rowheader').count()).toBeGreaterThan(8)
    expect(await page.getByText('best of the session', { exact: true }).count()).toBe(1)
    expect(await page.getByText('Best sectors together').count()).toBeGreaterThan(0)

    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByRole('rowheader', { name: 'Lap time here' }).waitFor()
    expect(visitor.problems).toEqual([])
    expect(visitor.strangers).toEqual([])
  })

  test('a lap has an address of its own, and keys go from lap to lap', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    await page.goto(server.origin)
    await trySample(page)
    await openFirstSession(page)
    await page.keyboard.press(']')
    await page.waitForURL(/\?lap=[0-9a-f]{32}$/)
    const chosen = page.locator('tr.chosen')
    const before = await chosen.textContent()
    await page.reload()
    await chosen.waitFor()
    expect(await chosen.textContent()).toBe(before)
  })

  test('a deleted session comes back with undo, and from the list of deleted ones', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    await page.goto(server.origin)
    await trySample(page)
    await page.getByRole('button', { name: 'Delete session' }).click()
    await page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Delete session' }).click()
    await page.getByRole('link', { name: 'Recently deleted (1)' }).click()
    await page
      .getByRole('button', { name: /^Restore/ })
      .first()
      .click()
    await page.getByText('is back in the library').waitFor()
    await page.goto(server.origin)
    await page.getByRole('button', { name: 'Delete session' }).waitFor()
  })

  test('settings are kept: units and theme survive a reload', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    await page.goto(`${server.origin}/settings`)
    await page.getByRole('radio', { name: 'Miles' }).check()
    await page.getByRole('radio', { name: 'Light' }).check()
    await page.locator('html[data-theme=light]').waitFor()
    await page.reload()
    await page.getByRole('radio', { name: 'Miles' }).waitFor()
    expect(await page.getByRole('radio', { name: 'Miles' }).isChecked()).toBe(true)
    await page.locator('html[data-theme=light]').waitFor()
    await page.getByText('Software it is built on').click()
    await page.getByText(/^Paddock contains \d+ works of others/).waitFor()
  })

  test('the key list shows on ? and the palette finds an action by its letters', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    await page.goto(server.origin)
    await page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await keepShot(page, 'keys-desktop')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('go set')
    await keepShot(page, 'palette-desktop')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/settings$/)
  })

  test('an address that leads nowhere, and a session that is not here, say so and lead back', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    await page.goto(`${server.origin}/no/such/place`)
    await page.getByText('There is nothing at this address.').waitFor()
    await page.goto(`${server.origin}/session/${'0'.repeat(32)}`)
    await page.getByText('This session is not in the library on this device.').waitFor()
    await page.getByRole('link', { name: 'Go to the library' }).first().click()
    await page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
  })
})
