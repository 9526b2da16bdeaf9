/** Home servers for tests, closed with them. */
import { onTestFinished } from 'vitest'
import { type Home, type HomeOptions, startHome } from '#node/home'
import { silentLog } from '#node/log'
import { createPage } from '#node/page'
import { builtPage } from './folder.ts'
import { freePort } from './servers.ts'

export const startTestHome = async (options: Partial<HomeOptions> = {}): Promise<Home> => {
  const start = await startHome({
    port: 0,
    page: createPage(await builtPage()),
    version: '0.1.0',
    log: silentLog,
    relayPort: options.relayPort ?? (await freePort()),
    rigPort: options.rigPort ?? (await freePort()),
    ...options,
  })
  if (!start.ok) throw new Error(start.message)
  onTestFinished(() => start.home.close())
  return start.home
}

/** A home that serves at once, and its port. */
export const servingPort = async (options: Partial<HomeOptions> = {}): Promise<number> => {
  const home = await startTestHome(options)
  return (await home.serving).port
}
