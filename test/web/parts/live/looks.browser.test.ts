/** The board at every size and in every theme: fits, has no fault axe can find, and leaves a picture. */
import { flushSync } from 'svelte'
import { test } from 'vitest'
import { page } from 'vitest/browser'
import { asMillis } from '#shared/units'
import { expectAccessible, expectFits } from '../../desk/tables/stage.svelte.ts'
import { createFakeFeed } from './fake-feed.svelte.ts'
import { stageBoard } from './staging.svelte.ts'

const LOOKS = [
  { width: 1440, height: 900, theme: 'dark' },
  { width: 1440, height: 900, theme: 'light' },
  { width: 1440, height: 900, theme: 'contrast' },
  { width: 390, height: 844, theme: 'dark' },
  { width: 390, height: 844, theme: 'light', language: 'de' },
  { width: 844, height: 390, theme: 'dark' },
  { width: 844, height: 390, theme: 'light', language: 'de' },
  { width: 820, height: 1100, theme: 'dark' },
] as const

test.for(LOOKS)('looks right at $width × $height, $theme', async look => {
  const feed = createFakeFeed({ circuit: 'valdoro' })
  const staged = await stageBoard(feed, look)
  const fourth = feed.laps[4]!
  feed.driveTo(fourth.startMs + (fourth.endMs - fourth.startMs) * 0.8)
  staged.live.ever = {
    lapMs: asMillis(91_482),
    sectorsMs: [asMillis(29_000), asMillis(99_000), asMillis(29_000)],
  }
  staged.live.isFlashing = false
  feed.frame()
  flushSync()
  await expectAccessible(staged.root)
  expectFits()
  await page.screenshot({
    element: staged.root,
    path: `../../../../test-output/screenshots/live-${look.width}x${look.height}-${look.theme}.png`,
  })
  await staged.leave()
})
