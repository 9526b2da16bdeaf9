/**
 * Two pages with nothing but each other: codes go from screen to screen, the server that gave them their page is gone,
 * and what was driven on one opens on the other. Each is a browser of its own, so no BroadcastChannel joins them.
 */
import type { Page } from 'playwright'
import { afterEach, expect, test } from 'vitest'
import { BUILT_PAGE, keepShot, startServer, untilOfflineReady, type Visitor, visit } from './harness.ts'
import { goTo, importDrive, linkDevices, openOnDesk } from './league-steps.ts'

const visitors: Visitor[] = []
afterEach(async () => {
  await Promise.all(visitors.splice(0).map(visitor => visitor.close()))
})

const open = async (origin: string): Promise<Page> => {
  const visitor = await visit(origin, { mayScan: true })
  visitors.push(visitor)
  await visitor.page.goto(origin)
  await untilOfflineReady(visitor.page)
  return visitor.page
}

test('a session driven on one device opens on the other, and the other way round, with no server', async () => {
  const server = await startServer({ page: process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE })
  const [desktop, laptop] = await Promise.all([open(server.origin), open(server.origin)])
  const ofDesktop = await importDrive(desktop, server.origin, 'desktop.csv', { laps: 3, seed: 1 })
  const ofLaptop = await importDrive(laptop, server.origin, 'laptop.csv', { laps: 4, seed: 2 })
  await server.kill()

  await Promise.all([desktop, laptop].map(page => goTo(page, '/settings#devices')))
  await linkDevices(desktop, laptop)
  await Promise.all(
    [desktop, laptop].map(page => page.getByText('connected, paired by code').waitFor({ timeout: 20_000 })),
  )
  await keepShot(desktop, 'league-paired-desktop')

  for (const page of [desktop, laptop]) {
    await goTo(page, '/')
    await expect.poll(() => page.locator('tbody tr').count(), { timeout: 30_000 }).toBe(2)
  }
  await openOnDesk(desktop, ofLaptop)
  await openOnDesk(laptop, ofDesktop)
  expect(visitors.flatMap(visitor => visitor.strangers)).toEqual([])
}, 120_000)
