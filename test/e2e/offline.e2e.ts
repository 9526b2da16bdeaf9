import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepShot, openFirstSession, startServer, trySample, untilOfflineReady, visit } from './harness.ts'

test('after one visit everything works with the server gone: reload, deep link, every screen, a new session', async () => {
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
    const session = page.url()
    await page.goto(`${server.origin}/settings`)
    await page.getByText('Ready: Paddock opens and works on this device with no network.').waitFor()
    await page.getByText('Software it is built on').click()
    await page.getByText(/^Paddock contains \d+ works of others/).waitFor()

    await page.goto(session)
    await page.getByRole('heading', { name: /^Speed/ }).waitFor()
    await keepShot(page, 'offline-session-phone')

    await page.goto(server.origin)
    await trySample(page)
    await page.getByText('2 sessions').waitFor()
    expect(visitor.strangers).toEqual([])
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
