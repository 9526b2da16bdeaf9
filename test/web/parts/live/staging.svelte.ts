/** The board on an empty page over a fake feed, at a size, in a theme. */
import { flushSync, mount, unmount } from 'svelte'
import { page } from 'vitest/browser'
import type { UnitSystem } from '#shared/units'
import '#web/style'
import { type LanguageTag, words } from '#web/words'
import type { Live } from '../../../../web/parts/live/live.svelte.ts'
import type { AgainstKind } from '../../../../web/parts/live/model.ts'
import type { PulseReport } from '../../../../web/parts/live/pulse.ts'
import type { FakeFeed } from './fake-feed.svelte.ts'
import Stand from './Stand.svelte'

export interface StagedBoard {
  readonly root: HTMLElement
  readonly live: Live
  readonly reports: PulseReport[]
  text(): string
  leave(): Promise<void>
}

export interface StageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'dark' | 'light' | 'contrast'
  readonly language?: LanguageTag
  readonly units?: UnitSystem
  readonly view?: 'board' | 'overlay'
  readonly kinds?: readonly AgainstKind[]
  readonly hasEver?: boolean
}

export const stageBoard = async (feed: FakeFeed, options: StageOptions = {}): Promise<StagedBoard> => {
  const { width = 1440, height = 900, theme = 'dark', language = 'en' } = options
  await page.viewport(width, height)
  document.documentElement.dataset.theme = theme
  document.title = 'Live'
  await words.choose(language)
  const root = document.createElement('main')
  document.body.replaceChildren(root)
  const reports: PulseReport[] = []
  let live: Live | null = null
  const mounted = mount(Stand, {
    target: root,
    props: {
      feed,
      units: options.units ?? 'metric',
      view: options.view ?? 'board',
      kinds: options.kinds ?? ['session', 'mine', 'here', 'last', 'chosen'],
      hasEver: options.hasEver ?? true,
      onlive: (made: Live) => {
        live = made
      },
      onreport: (report: PulseReport) => reports.push(report),
    },
  })
  flushSync()
  await document.fonts.ready
  if (!live) throw new Error('the stand made no live model')
  return {
    root,
    live,
    reports,
    text: () => root.textContent.replace(/\s+/g, ' '),
    async leave() {
      await unmount(mounted)
      root.remove()
    },
  }
}
