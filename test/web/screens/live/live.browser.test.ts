/** The live screen: the way to the bridge, the laps of the library it compares with, its keys and how it looks. */
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import '#web/style'
import { formatLapTime } from '#shared/units'
import type { LinkState } from '#web/rig'
import { hrefs, router } from '#web/route'
import { actions, library as open } from '#web/state'
import { type LanguageTag, words } from '#web/words'
import Connect from '../../../../web/screens/live/Connect.svelte'
import LiveScreen from '../../../../web/screens/live/Live.svelte'
import { expectAccessible, expectFits } from '../../desk/tables/stage.svelte.ts'
import { createFakeFeed, type FakeFeed } from '../../parts/live/fake-feed.svelte.ts'
import { BRIDGE, rigSession } from '../../store/rig-laps.ts'
import { openTestLibrary, unwrap } from '../../store/support.ts'
import { drivenLap } from './kept-lap.ts'

const WAIT = { timeout: 10_000 }
const before = location.href
let leave: () => Promise<void> = async () => {}
afterEach(async () => {
  await leave()
  leave = async () => {}
  open.now = null
  history.replaceState(null, '', before)
  await words.choose('en')
})

const place = async (width: number, height: number, theme: string, language: LanguageTag = 'en') => {
  await page.viewport(width, height)
  document.documentElement.dataset.theme = theme
  document.title = 'Live'
  await words.choose(language)
  const root = document.createElement('main')
  document.body.replaceChildren(root)
  return root
}

const text = (): string => document.body.textContent.replace(/\s+/g, ' ')

const LINKS: Readonly<Record<string, LinkState>> = {
  'no bridge': { kind: 'lost', tries: 1, wasOpen: false },
  unpaired: { kind: 'unpaired', code: 'shown', problem: 'wrong-code' },
  explain: { kind: 'explain', permission: 'prompt' },
  denied: { kind: 'denied' },
  nowhere: { kind: 'nowhere' },
  revoked: { kind: 'refused', why: 'revoked' },
  'too new': { kind: 'refused', why: 'too-new' },
  'no game': { kind: 'open', bridgeId: BRIDGE, version: '0.1.0' },
}
const SAID: Readonly<Record<string, string>> = {
  'no bridge': 'npm run rig',
  unpaired: 'the rig-bridge shows six digits in its own window',
  explain: 'The browser asks first',
  denied: 'allow the local network',
  nowhere: 'guest code',
  revoked: 'Laps in the library stay',
  'too new': 'Update Paddock on the machine of the game',
  'no game': 'It looks for: the pages of Assetto Corsa',
}

const showConnect = async (link: LinkState, at: readonly [number, number, string, LanguageTag?]) => {
  const root = await place(...at)
  const deeds = { onconnect: vi.fn(), onask: vi.fn(), onpair: vi.fn() }
  const props = { link, lookedFor: 'the pages of Assetto Corsa', ...deeds }
  const mounted = mount(Connect, { target: root, props })
  flushSync()
  leave = () => unmount(mounted)
  return { root, ...deeds }
}

describe('the way to the bridge', () => {
  for (const [name, link] of Object.entries(LINKS)) {
    test(`${name}: says what it is and what to do`, async () => {
      for (const at of [
        [1440, 900, 'dark'],
        [390, 844, 'light'],
        [390, 844, 'contrast'],
      ] as const) {
        const { root } = await showConnect(link, at)
        expect(text()).toContain(SAID[name])
        await expectAccessible(root)
        expectFits()
        if (at[0] === 390 && at[2] === 'light') {
          const path = `../../../../test-output/screenshots/live-connect-${name.replace(' ', '-')}.png`
          await page.screenshot({ element: root, path })
        }
        await leave()
      }
      await showConnect(link, [390, 844, 'dark', 'de'])
      expectFits()
    })
  }

  test('six digits are taken however they are pasted, and sent once they are whole', async () => {
    const { root, onpair } = await showConnect({ kind: 'unpaired', code: 'shown', problem: null }, [
      1440,
      900,
      'dark',
    ])
    const input = root.querySelector('input')!
    expect(document.activeElement).toBe(input)
    expect(input.labels?.[0]?.textContent).toContain('The six digits')
    input.value = '12-34'
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    expect([input.value, onpair.mock.calls.length]).toEqual(['1234', 0])
    input.value = ' 123 456 '
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    expect(input.value).toBe('123456')
    expect(onpair.mock.calls).toEqual([['123456']])
  })

  test('digits are asked for by hand, never by opening the page', async () => {
    const { root, onask } = await showConnect({ kind: 'unpaired', code: 'none', problem: 'no-code' }, [
      1440,
      900,
      'dark',
    ])
    expect(root.querySelector('[role=alert]')?.textContent).toBe('The code has run out; ask for a new one.')
    expect(onask).not.toHaveBeenCalled()
    root.querySelector('button')!.click()
    expect(onask).toHaveBeenCalledOnce()
  })
})

const showLive = async (
  feed: FakeFeed,
  at: readonly [number, number, string, LanguageTag?],
  query = '',
): Promise<HTMLElement> => {
  const root = await place(...at)
  router.go(hrefs.live(query))
  const mounted = mount(LiveScreen, { target: root, props: { feed } })
  flushSync()
  leave = async () => {
    await unmount(mounted)
  }
  return root
}
const press = (key: string): void => {
  actions.handleKey(new KeyboardEvent('keydown', { key }))
  flushSync()
}
const half = (feed: FakeFeed, lap: number): number => (feed.laps[lap]!.startMs + feed.laps[lap]!.endMs) / 2

describe('the laps of the library', () => {
  const session = rigSession({ car: 'ferrari_296_gt3', track: 'Spa', driver: 'Kim Mercer' })

  test('are compared with, named, and give the road and the best times ever', async () => {
    const library = await openTestLibrary()
    open.now = library
    const { lap, trace } = await drivenLap(7, session)
    unwrap(await library.keepRigLap(lap, BRIDGE, trace))
    const feed = createFakeFeed()
    const root = await showLive(feed, [1440, 900, 'dark'])
    feed.driveTo(half(feed, 2))
    const best = formatLapTime((lap.measured.endMs - lap.measured.startMs) as never)
    await vi.waitFor(() => expect(text()).toContain(`Best ever with this car here ${best}`), WAIT)
    await vi.waitFor(() => expect(root.querySelector('.map p')).toBeNull(), WAIT)
    const name = (): string => root.querySelector('.against .name')!.textContent

    await vi.waitFor(() => {
      press('r')
      expect(name()).toMatch(/^my best with this car here \(Kim Mercer, Ferrari 296 GT3, .*, L1\)$/)
    }, WAIT)
    expect(router.route.place === 'live' && router.route.details.get('against')).toBe('mine')
    feed.frame()
    expect(root.querySelector('.delta .value .number')!.textContent).toMatch(/^[+−±]\d\.\d\d$/)

    press('b')
    const choice = await vi.waitFor(() => {
      const found = document.querySelector<HTMLElement>('dialog li button')
      expect(found).not.toBeNull()
      return found!
    }, WAIT)
    await expectAccessible(document.querySelector('dialog')!)
    choice.click()
    flushSync()
    await vi.waitFor(() => expect(name()).toMatch(/^a lap from the library \(Kim Mercer/), WAIT)
    expect(document.querySelector('dialog')).toBeNull()
  })

  test('of another circuit are none of its business', async () => {
    const library = await openTestLibrary()
    open.now = library
    const { lap, trace } = await drivenLap(7, { ...session, track: 'monza' })
    unwrap(await library.keepRigLap(lap, BRIDGE, trace))
    const feed = createFakeFeed()
    const root = await showLive(feed, [1440, 900, 'dark'], 'against=here')
    feed.driveTo(half(feed, 1))
    await vi.waitFor(
      () =>
        expect(root.querySelector('.against .name')!.textContent).toBe(
          'best here with any car: none in the library yet',
        ),
      WAIT,
    )
    press('b')
    await vi.waitFor(() => expect(text()).toContain('There is no lap to compare with yet'), WAIT)
  })
})

describe('the screen', () => {
  test('lists its keys and gives them back', async () => {
    const feed = createFakeFeed()
    await showLive(feed, [1440, 900, 'dark'])
    const keys = (): string[] => actions.all.filter(a => a.scope === 'screen').map(a => a.key ?? '')
    expect(keys()).toEqual(expect.arrayContaining(['r', 'b', 'f', 'w']))
    await leave()
    expect(keys()).toEqual([])
    leave = async () => {}
  })

  test('keeps grey numbers while the link is lost, and shows the way when there never was one', async () => {
    const feed = createFakeFeed()
    feed.link = { kind: 'looking', tries: 0, wasOpen: false }
    const root = await showLive(feed, [1440, 900, 'dark'])
    expect(text()).toContain('Looking for the rig-bridge')
    feed.link = { kind: 'open', bridgeId: BRIDGE, version: '0.1.0' }
    feed.driveTo(half(feed, 1))
    flushSync()
    expect(root.querySelector('.board')).not.toBeNull()
    feed.link = { kind: 'lost', tries: 0, wasOpen: true }
    flushSync()
    expect(root.querySelector('.board.old')).not.toBeNull()
    expect(root.querySelector('.running')!.textContent).toMatch(/^\d:\d\d\.\d{3}$/)
  })

  test('is a small view of its own for another program’s picture', async () => {
    const feed = createFakeFeed()
    const root = await showLive(feed, [440, 250, 'dark'], 'view=overlay&background=clear')
    feed.driveTo(half(feed, 2))
    feed.frame()
    flushSync()
    expect(getComputedStyle(document.documentElement).backgroundColor).toBe('rgba(0, 0, 0, 0)')
    expect(root.querySelector('.overlay .running')!.textContent).toMatch(/\.\d{3}$/)
    expectFits()
    await page.screenshot({ path: '../../../../test-output/screenshots/live-overlay-clear.png' })
    await leave()
    leave = async () => {}
    expect(document.documentElement.hasAttribute('data-clear')).toBe(false)
    const plain = await showLive(createFakeFeed(), [440, 250, 'light'], 'view=overlay')
    await expectAccessible(plain)
  })
})
