/**
 * The built app as a person meets it: a real relay process, a real Chromium with a profile on disk. Loopback
 * only; every process and folder a test made is gone when it ends.
 *
 * Waiting is always for a stated condition, never for time to pass.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, type ConsoleMessage, chromium, type Page, type Request } from 'playwright'
import { CHROMIUM_ARGS, CHROMIUM_PERMISSIONS } from '../browser/chromium-args.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const BUILT_PAGE = join(ROOT, 'dist')
const SHOTS = join(ROOT, 'test-output', 'screenshots')

export interface Server {
  readonly origin: string
  readonly port: number
  /** Gone as if the power was cut. */
  kill(): Promise<void>
}

/** Starts a relay with its home server on free ports, or on `homePort` to come back at the same address. */
export const startServer = async (
  options: { readonly page?: string; readonly homePort?: number } = {},
): Promise<Server> => {
  const data = await mkdtemp(join(tmpdir(), 'paddock-e2e-data-'))
  const args = ['relay/main.ts', '--port', '0', '--home-port', String(options.homePort ?? 0), '--data', data]
  if (options.page) args.push('--page', options.page)
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  const origin = await addressSaidBy(child)
  return {
    origin,
    port: Number(new URL(origin).port),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      await rm(data, { recursive: true, force: true })
    },
  }
}

const addressSaidBy = async (child: ChildProcess): Promise<string> => {
  let said = ''
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout?.on('data', chunk => {
      out += chunk
      const address = /Open (http:\/\/\S+)/.exec(out)?.[1]
      if (address) resolve(address)
    })
    child.once('exit', code => reject(new Error(`the relay ended with ${code}: ${out}${said}`)))
  })
}

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Requests that left for another origin than the app's: must stay empty. */
  readonly strangers: readonly string[]
  /** Errors on the console and uncaught ones: must stay empty unless a test expects one. */
  readonly problems: string[]
  close(): Promise<void>
}

export type Width = 'phone' | 'desktop'
export const SIZES: Readonly<Record<Width, { readonly width: number; readonly height: number }>> = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'paddock-e2e-profile-'))

/** A person with a fresh profile, or with an earlier one when its folder is given. */
export const visit = async (
  origin: string,
  options: {
    readonly width?: Width
    readonly scheme?: 'dark' | 'light'
    readonly profile?: string
    /** Somebody who lets the page use the camera, for codes; without a network only then does it find another page. */
    readonly mayScan?: boolean
    /** A copy of this profile's folder is visited with, and nothing is left in the original. */
    readonly copyOf?: string
    /**
     * A browser that keeps no copy of the page, so that every file comes from the server: where working offline is not
     * what is tested, keeping one costs 2.3 s of processor time a visit.
     */
    readonly withoutCopy?: boolean
  } = {},
): Promise<Visitor> => {
  const own = options.profile === undefined
  const profile = options.profile ?? (await newFolder())
  if (options.copyOf) await cp(options.copyOf, profile, { recursive: true })
  const executablePath = process.env.CHROMIUM
  if (!executablePath) throw new Error('CHROMIUM is not set: run these tests through `npm test -- browser`')
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: CHROMIUM_ARGS,
    viewport: SIZES[options.width ?? 'desktop'],
    deviceScaleFactor: options.width === 'phone' ? 2 : 1,
    hasTouch: options.width === 'phone',
    colorScheme: options.scheme ?? 'dark',
    permissions: options.mayScan ? CHROMIUM_PERMISSIONS : [],
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  await context.addInitScript(driveKnownSamples)
  if (options.withoutCopy) await context.addInitScript(haveNoServiceWorkers)
  const strangers: string[] = []
  const problems: string[] = []
  context.on('request', (request: Request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== origin) strangers.push(request.url())
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(error.message))
  return {
    context,
    page,
    strangers,
    problems,
    close: async () => {
      await context.close()
      if (own) await rm(profile, { recursive: true, force: true })
    },
  }
}

/** Waits until the service worker serves this page and the app says it works offline. */
export const untilOfflineReady = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.getByText('Works offline').waitFor()
}

/**
 * The first sample a tab drives is the one of seed 2, of which every lap counts, then those of 3, 4 and so on: what is
 * asserted of laps must not hang on a throw of dice. Runs in the page.
 */
const driveKnownSamples = (): void => {
  const random = crypto.getRandomValues.bind(crypto)
  const nextSeed = (): number => {
    const seed = Number(sessionStorage.getItem('next-sample') ?? 2)
    sessionStorage.setItem('next-sample', `${seed + 1}`)
    return seed
  }
  Object.defineProperty(crypto, 'getRandomValues', {
    value: (array: Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
      array instanceof Uint32Array && array.length === 1 ? array.fill(nextSeed()) : random(array),
  })
}

export const trySample = async (page: Page): Promise<void> => {
  const offer = page.getByRole('button', { name: 'Try a sample session' })
  await offer.waitFor()
  const before = await page.locator('tbody tr').count()
  await offer.click()
  await page.locator('tbody tr').nth(before).waitFor()
}

/** As in a private window of some browsers. Runs in the page. */
export const haveNoServiceWorkers = (): void => {
  Reflect.deleteProperty(Navigator.prototype, 'serviceWorker')
}

export interface Profile {
  readonly folder: string
  remove(): Promise<void>
}

/** Of somebody who has driven a sample session, to be visited with by `copyOf`. */
export const driveSampleOnce = async (origin: string): Promise<Profile> => {
  const folder = await newFolder()
  const visitor = await visit(origin, { profile: folder, withoutCopy: true })
  await visitor.page.goto(origin)
  await trySample(visitor.page)
  await visitor.close()
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export const openFirstSession = async (page: Page): Promise<void> => {
  await page.locator('tbody tr').first().getByRole('link').click()
  await page.getByRole('heading', { name: /^Speed/ }).waitFor()
}

/** Settings are kept by the library, so a theme or language is chosen where a person would choose it. */
export const chooseLooks = async ({ page }: Visitor, theme: string, language: string): Promise<void> => {
  await page.evaluate(
    async ([theme, language]) => {
      const open = indexedDB.open('paddock')
      await new Promise(resolve => open.addEventListener('success', resolve))
      const put = open.result.transaction('settings', 'readwrite').objectStore('settings')
      put.put({ key: 'theme', value: theme })
      const last = put.put({ key: 'language', value: language })
      await new Promise(resolve => last.addEventListener('success', resolve))
      open.result.close()
    },
    [theme, language] as const,
  )
}

/** Kept in an ignored folder, to be looked at. */
export const keepShot = async (page: Page, name: string): Promise<void> => {
  await mkdir(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}

/** A copy of the built page that a test may change. */
export const copyBuiltPage = async (): Promise<{ readonly folder: string; remove(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-e2e-page-'))
  await cp(BUILT_PAGE, folder, { recursive: true })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
