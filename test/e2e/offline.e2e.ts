import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { markedLog } from '../web/import/files.ts'
import { keepShot, openFirstSession, startServer, trySample, untilOfflineReady, visit } from './harness.ts'

/** Every address a person can be at, with what shows that the screen is there. */
const placesOf = (session: string): readonly (readonly [path: string, shown: string | RegExp])[] => [
  [session, /^Speed/],
  [`${session}/summary`, 'Laps'],
  ['/import', 'Import'],
  ['/garage/cars', 'Cars'],
  ['/garage/tracks', 'Tracks'],
  ['/garage/setups', 'Setups'],
  ['/garage/drivers', 'Drivers'],
  ['/keeping', 'Storage and backups'],
  ['/settings', 'Settings'],
]

test('S8 after one visit everything works with the server gone: every screen, import, analysis, map, a new session', async () => {
  const server = await startServer()
  const visitor = await visit(server.origin, { width: 'phone' })
  try {
    const { page } = visitor
    await page.goto(server.origin)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await trySample(page)
    await server.kill()
    await visitor.context.setOffline(true)

    await page.reload()
    await openFirstSession(page)
    const session = new URL(page.url()).pathname
    await page.getByRole('img', { name: /from above/ }).waitFor()
    await keepShot(page, 'offline-session-phone')
    for (const [path, shown] of placesOf(session)) {
      await page.goto(server.origin + path)
      await page
        .getByRole('heading', { name: shown })
        .or(page.getByText(shown, { exact: true }))
        .first()
        .waitFor()
    }
    await page.getByText('Ready: Paddock opens and works on this device with no network.').waitFor()
    await page.getByText('Software it is built on').click()
    await page.getByText(/^Paddock contains \d+ works of others/).waitFor()

    await page.goto(server.origin + session)
    await page
      .getByRole('link', { name: 'Compare with the best lap' })
      .or(page.getByRole('link', { name: 'Open on the desk' }))
      .first()
      .click()
    await page.getByRole('img', { name: /speed/i }).first().waitFor()

    await page.goto(`${server.origin}/import`)
    const file = markedLog('offline.csv', { laps: 2 })
    const buffer = Buffer.from(await file.arrayBuffer())
    await page.getByTestId('files').setInputFiles({ name: file.name, mimeType: 'text/csv', buffer })
    await page.getByRole('link', { name: 'Open session' }).first().waitFor()

    await page.goto(server.origin)
    await trySample(page)
    await page.getByText('3 sessions').waitFor()
    expect(visitor.strangers).toEqual([])
    expect(visitor.problems).toEqual([])
  } finally {
    await visitor.close()
    await server.kill()
  }
})

test('a stored session survives a killed server, a closed browser and a restart of both', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'paddock-e2e-profile-'))
  const first = await startServer()
  try {
    const before = await visit(first.origin, { profile })
    await before.page.goto(first.origin)
    await trySample(before.page)
    const row = await before.page.locator('tbody tr').first().textContent()
    await first.kill()
    await before.close()

    const second = await startServer({ homePort: first.port })
    const after = await visit(second.origin, { profile })
    try {
      await after.page.goto(second.origin)
      await after.page.getByRole('link', { name: /./ }).first().waitFor()
      await after.page.getByRole('button', { name: 'Delete session' }).waitFor()
      expect(await after.page.locator('tbody tr').first().textContent()).toBe(row)
      await untilOfflineReady(after.page)
    } finally {
      await after.close()
      await second.kill()
    }
  } finally {
    await first.kill()
    await rm(profile, { recursive: true, force: true })
  }
})
