/** The rig-bridge's own page as a person meets it: a real bridge without a game, a real browser. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../node/support/folder.ts'
import { startProgram } from '../node/support/program.ts'
import { AXE, faults, overflow } from './axe.ts'
import { type Visitor, visit } from './harness.ts'

const startBridge = async (): Promise<string> => {
  const folder = temporaryFolder()
  const bridge = startProgram('rig-bridge/index.js', [
    '--port=0',
    '--no-home',
    `--data=${join(folder, 'data')}`,
    `--shm-prefix=paddock-test-${process.pid}-none-`,
    '--guest',
    '--guest-host=127.0.0.1',
    '--guest-port=0',
  ])
  const [, port = ''] = await bridge.says(/"rig-bridge started".*?"port":(\d+)/)
  return `http://localhost:${port}`
}

const look = async (origin: string, visitor: Visitor): Promise<void> => {
  await visitor.context.addInitScript({ path: AXE })
  await visitor.page.goto(origin)
  await visitor.page.locator('#rows li').first().waitFor()
}

describe.each(['dark', 'light'] as const)('the health page in %s', scheme => {
  test.each([
    'phone',
    'desktop',
  ] as const)('is readable on a %s, and everything it does works by keyboard', async width => {
    const origin = await startBridge()
    const visitor = await visit(origin, { width, scheme })
    try {
      await look(origin, visitor)
      const { page } = visitor
      expect(await page.locator('#rows li').count()).toBe(7)
      expect(await page.locator('h1').innerText()).toBe('Waiting for a game')
      expect(await faults(visitor)).toEqual([])
      expect(await overflow(visitor)).toBe(0)
      const address = await page.locator('#guest-address').innerText()
      await page.locator('#guest-deed button').focus()
      await page.keyboard.press('Enter')
      // The way back has the focus: Enter twice by mistake changes nothing.
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Leave it')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('#guest-address').innerText()).not.toBe(address)
      expect(visitor.problems).toEqual([])
      expect(visitor.strangers).toEqual([])
    } finally {
      await visitor.close()
    }
  })
})
