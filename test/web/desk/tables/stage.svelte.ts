/**
 * One component of the desk on an empty page: at a width, in a theme, with props that can change while it stands.
 * Pictures are kept in test-output/screenshots, to be looked at.
 */
import axe from 'axe-core'
import { type Component, flushSync, mount, unmount } from 'svelte'
import { expect } from 'vitest'
import { page } from 'vitest/browser'
import '#web/style'
import { type LanguageTag, words } from '#web/words'

export type Theme = 'dark' | 'light' | 'contrast'

export interface Staged<Props> {
  readonly root: HTMLElement
  /** What it stands in with changed props; the page has followed when this returns. */
  change(props: Partial<Props>): void
  leave(): Promise<void>
}

export const stage = <Props extends Record<string, unknown>>(
  component: Component<Props>,
  initial: Props,
  { width = 1200, height = 800, theme = 'dark' as Theme, language = 'en' as LanguageTag } = {},
): Promise<Staged<Props>> =>
  page.viewport(width, height).then(async () => {
    document.documentElement.dataset.theme = theme
    await words.choose(language)
    document.title = 'Desk'
    const root = document.createElement('main')
    root.style.padding = '16px'
    const panel = document.createElement('div')
    panel.className = 'panel'
    panel.style.overflow = 'clip'
    root.append(panel)
    document.body.replaceChildren(root)
    let current = $state.raw(initial)
    // Read through at every access, so that values arrive as they are: a deep state would wrap them.
    const props = new Proxy(initial, {
      get: (_, key) => Reflect.get(current, key),
      has: (_, key) => Reflect.has(current, key),
    })
    const mounted = mount(component, { target: panel, props })
    flushSync()
    return {
      root,
      change(next) {
        current = { ...current, ...next }
        flushSync()
      },
      async leave() {
        await unmount(mounted)
        root.remove()
      },
    }
  })

/** Nothing axe can find, in what is on the page now. */
export const expectAccessible = async (root: HTMLElement): Promise<void> => {
  await Promise.all(document.getAnimations().map(animation => animation.finished))
  const { violations } = await axe.run(root, {
    rules: { region: { enabled: false } },
    resultTypes: ['violations'],
  })
  expect(
    violations.flatMap(v =>
      v.nodes.map(node => `${v.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
    ),
  ).toEqual([])
}

/** Nothing is wider than the window, except what scrolls by itself. */
export const expectFits = (): void => {
  const { scrollWidth, clientWidth } = document.documentElement
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
}

const LOOKS = [
  [390, 'dark'],
  [390, 'light'],
  [1200, 'dark'],
  [1200, 'light'],
  [390, 'contrast'],
] as const satisfies readonly (readonly [number, Theme])[]

/** The component in every width and theme: fits, has no fault axe can find, and leaves a picture. */
export const lookAt = async <Props extends Record<string, unknown>>(
  name: string,
  component: Component<Props>,
  props: Props,
  prepare: (root: HTMLElement) => void | Promise<void> = () => {},
): Promise<void> => {
  for (const [width, theme] of LOOKS) {
    const staged = await stage(component, props, { width, theme, height: 1400 })
    await document.fonts.ready
    await prepare(staged.root)
    flushSync()
    await expectAccessible(staged.root)
    expectFits()
    await page.screenshot({
      element: staged.root,
      path: `../../../../test-output/screenshots/desk-${name}-${width}-${theme}.png`,
    })
    await staged.leave()
  }
  // German words are the long ones.
  const german = await stage(component, props, { width: 390, language: 'de' })
  await prepare(german.root)
  flushSync()
  expectFits()
  await german.leave()
  await words.choose('en')
}
