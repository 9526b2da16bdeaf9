import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyBuiltPage, keepShot, startServer, trySample, untilOfflineReady, visit } from './harness.ts'

/** A newer build: another index.html, and a service worker whose list of files says so. */
const releaseNewer = async (folder: string): Promise<void> => {
  const index = join(folder, 'index.html')
  await writeFile(
    index,
    (await readFile(index, 'utf8')).replace('<title>', '<meta name="release" content="newer" /><title>'),
  )
  const worker = join(folder, 'sw.js')
  const code = await readFile(worker, 'utf8')
  const changed = code.replace(
    /("revision":")[0-9a-f]{8}([0-9a-f]*","url":"index\.html")/,
    (_, before, after) => `${before}00000000${after}`,
  )
  expect(changed).not.toBe(code)
  await writeFile(worker, changed)
}

const isNewer = () => document.querySelector('meta[name=release]') !== null

test('S7 a newer page is offered, never forced: what is typed stays until the person agrees', async () => {
  const build = await copyBuiltPage()
  const server = await startServer({ page: build.folder })
  const visitor = await visit(server.origin)
  try {
    const { page } = visitor
    await page.goto(server.origin)
    await untilOfflineReady(page)
    await trySample(page)
    await page.getByRole('searchbox').fill('half typed')
    const other = await visitor.context.newPage()
    await other.goto(`${server.origin}/settings`)
    await other.getByRole('heading', { name: 'Settings' }).waitFor()

    await releaseNewer(build.folder)
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
    await page.getByText('A newer Paddock is ready.').waitFor()
    await keepShot(page, 'update-desktop')
    expect(await page.getByRole('searchbox').inputValue()).toBe('half typed')
    expect(await page.evaluate(isNewer)).toBe(false)

    await Promise.all([
      page.waitForEvent('load'),
      page.getByRole('button', { name: 'Reload with the newer one' }).click(),
    ])
    expect(await page.evaluate(isNewer)).toBe(true)

    // The other tab is told, not reloaded, and can still open screens of the old page.
    await other.getByText('Another tab switched to a newer Paddock').waitFor()
    expect(await other.evaluate(isNewer)).toBe(false)
    await other.getByRole('link', { name: 'Library' }).last().click()
    await other.getByRole('button', { name: 'Delete session' }).waitFor()
    expect(visitor.problems).toEqual([])
  } finally {
    await visitor.close()
    await server.kill()
    await build.remove()
  }
})
