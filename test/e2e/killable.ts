/**
 * A real browser that can be killed as a crash or an empty battery would: its whole process group at once, without
 * a word. Loopback only; the profile stays for the next one.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Browser, chromium, type Page } from 'playwright'
import { CHROMIUM_ARGS } from '../browser/chromium-args.ts'

export interface Killable {
  readonly page: Page
  kill(): Promise<void>
}

export const startKillable = async (profile: string): Promise<Killable> => {
  const executable = process.env.CHROMIUM
  if (!executable) throw new Error('CHROMIUM is not set: run these tests through `npm test -- browser`')
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  // A group of its own, so that one signal reaches the browser and everything it started.
  const child = spawn(executable, [...CHROMIUM_ARGS, '--lang=en-GB', ...own], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const browser = await chromium.connectOverCDP(await addressSaidBy(child))
  const page = browser.contexts()[0]?.pages()[0]
  if (!page) throw new Error('the browser opened no page')
  return { page, kill: () => killAll(child, browser) }
}

const addressSaidBy = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', text => {
      said += text
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    child.once('exit', code => reject(new Error(`the browser ended with ${code}: ${said}`)))
  })

const killAll = async (child: ChildProcess, browser: Browser): Promise<void> => {
  const gone = once(child, 'exit')
  process.kill(-child.pid!, 'SIGKILL')
  await gone
  await browser.close().catch(() => {})
}
