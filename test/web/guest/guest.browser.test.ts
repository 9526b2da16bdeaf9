/** The guest's page: what it says when it cannot show anything, and that it shows what the page of the machine does. */
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import '#web/style'
import type { LinkState } from '#web/rig'
import { type LanguageTag, words } from '#web/words'
import Guest from '../../../web/guest/Guest.svelte'
import { type GuestSight, takeSecret } from '../../../web/guest/guest-address.ts'
import { expectAccessible, expectFits } from '../desk/tables/stage.svelte.ts'
import { createFakeFeed, type FakeFeed } from '../parts/live/fake-feed.svelte.ts'

const SIGHT: GuestSight = { view: 'board', isClear: false, theme: 'dark', units: 'metric', language: 'en' }

let leave: () => Promise<void> = async () => {}
afterEach(async () => {
  await leave()
  leave = async () => {}
  await words.choose('en')
})

const show = async (
  feed: FakeFeed,
  {
    secret = 'a-secret',
    width = 390,
    height = 844,
    language = 'en' as LanguageTag,
    sight = {} as Partial<GuestSight>,
  } = {},
): Promise<HTMLElement> => {
  await page.viewport(width, height)
  await words.choose(language)
  document.documentElement.dataset.theme = 'dark'
  document.title = 'Guest'
  const root = document.createElement('div')
  document.body.replaceChildren(root)
  const mounted = mount(Guest, { target: root, props: { sight: { ...SIGHT, ...sight }, secret, feed } })
  flushSync()
  leave = () => unmount(mounted)
  return root
}
const text = (): string => document.body.textContent.replace(/\s+/g, ' ')

const SAID: readonly (readonly [string, LinkState, string?])[] = [
  ['Connecting to the rig-bridge', { kind: 'looking', tries: 0, wasOpen: false }],
  ['The rig-bridge does not answer', { kind: 'lost', tries: 1, wasOpen: false }],
  ['This address is no longer good', { kind: 'unpaired', code: 'none', problem: null }],
  ['This address is no longer good', { kind: 'refused', why: 'revoked' }],
  ['Waiting for a game', { kind: 'open', bridgeId: '0'.repeat(32), version: '0.1.0' }],
  ['This address is not whole', { kind: 'lost', tries: 1, wasOpen: false }, ''],
]

describe('a guest', () => {
  test.for(SAID)('is told: %s', async ([said, link, secret = 'a-secret']) => {
    const feed = createFakeFeed()
    feed.link = link
    const root = await show(feed, { secret })
    expect(text()).toContain(said)
    expect(text()).toContain('nothing is kept here')
    await expectAccessible(root)
  })

  test('sees the numbers, compared with the session, and that nothing is kept', async () => {
    const feed = createFakeFeed()
    const root = await show(feed, { language: 'de' })
    feed.driveTo((feed.laps[2]!.startMs + feed.laps[2]!.endMs) / 2)
    feed.frame()
    flushSync()
    expect(root.querySelector('.against')!.textContent).toContain('Beste dieser Sitzung')
    expect(text()).toContain('hier wird nichts aufbewahrt')
    expect(text()).not.toContain('Beste überhaupt mit diesem Auto')
    expectFits()
    await expectAccessible(root)
  })

  test('may be a broadcast: a small clear view', async () => {
    const feed = createFakeFeed()
    const root = await show(feed, {
      sight: { view: 'overlay', isClear: true },
      width: 440,
      height: 250,
    })
    feed.driveTo((feed.laps[2]!.startMs + feed.laps[2]!.endMs) / 2)
    feed.frame()
    flushSync()
    const view = root.querySelector<HTMLElement>('.overlay.clear')!
    expect(getComputedStyle(view).backgroundColor).toBe('rgba(0, 0, 0, 0)')
    for (const part of view.querySelectorAll<HTMLElement>('.side, .lap, .delta, .sectors')) {
      const { top, bottom } = part.getBoundingClientRect()
      expect([top >= 0, bottom <= 250, part.scrollHeight <= part.clientHeight + 1]).toEqual([
        true,
        true,
        true,
      ])
    }
    await page.screenshot({ path: '../../../test-output/screenshots/live-guest-overlay.png' })
  })
})

test('the secret leaves the address at once, and a reload still has it', () => {
  const before = location.href
  try {
    history.replaceState(null, '', '?view=overlay#abc_DEF-123')
    expect(takeSecret()).toBe('abc_DEF-123')
    expect(location.href).not.toContain('abc_DEF')
    expect(location.search).toBe('?view=overlay')
    expect(takeSecret()).toBe('abc_DEF-123')
    history.replaceState(null, '', '#<script>')
    expect(takeSecret()).toBe('')
  } finally {
    history.replaceState(null, '', before)
  }
})
