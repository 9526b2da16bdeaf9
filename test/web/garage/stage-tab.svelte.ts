/** One tab of the garage as the page shows it: at an address, in a width and a theme. */
import { type Component, flushSync, mount, unmount } from 'svelte'
import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import '#web/style'
import '../../../web/screens/garage/parts/garage.css'
import { router } from '#web/route'
import { library as open, toasts } from '#web/state'
import type { Library } from '#web/store'
import { type LanguageTag, words } from '#web/words'

export interface Shown {
  readonly root: HTMLElement
  text(): string
  /** Waits until the page says it. */
  says(text: string): Promise<void>
  /** Also when the test is over. */
  leave(): Promise<void>
}

export const WAIT = { timeout: 10_000 }

/** Takes back what the message with this text says was done. */
export const takeBack = async (text: string): Promise<void> => {
  const toast = await vi.waitFor(() => {
    const found = toasts.shown.findLast(each => each.text === text)
    if (!found?.action) throw new Error(`no message: ${text}; ${toasts.shown.map(each => each.text)}`)
    return found
  }, WAIT)
  toast.action!.run()
}

export const showTab = async (
  tab: Component<{ id: string | null }>,
  library: Library,
  href: string,
  {
    width = 1200,
    height = 900,
    theme = 'dark' as 'dark' | 'light' | 'contrast',
    language = 'en' as LanguageTag,
  } = {},
): Promise<Shown> => {
  await page.viewport(width, height)
  document.documentElement.dataset.theme = theme
  document.title = 'Garage'
  await words.choose(language)
  open.now = library
  const before = location.href
  router.go(href)
  const root = document.createElement('main')
  root.style.padding = width < 720 ? '8px 16px' : '16px 24px'
  document.body.replaceChildren(root)
  const props = {
    get id(): string | null {
      return router.route.place === 'garage' ? router.route.id : null
    },
  }
  const mounted = mount(tab, { target: root, props })
  flushSync()
  let isThere = true
  const leave = async (): Promise<void> => {
    if (!isThere) return
    isThere = false
    await unmount(mounted)
    root.remove()
    open.now = null
    for (const toast of toasts.shown) toasts.dismiss(toast.id)
    history.replaceState(null, '', before)
    await words.choose('en')
  }
  onTestFinished(leave)
  // Without the spaces a layout puts between words.
  const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ')
  return {
    root,
    text,
    leave,
    says: wanted =>
      vi.waitFor(() => {
        if (!text().includes(wanted)) throw new Error(`not said: ${wanted}\n${text()}`)
      }, WAIT),
  }
}
