/** A screen at an address, in a width, a theme and a language. */
import type { Component } from 'svelte'
import { onTestFinished, vi } from 'vitest'
import { router } from '#web/route'
import { actions, toasts } from '#web/state'
import type { LanguageTag } from '#web/words'
import { stage, type Theme } from '../../desk/tables/stage.svelte.ts'

export const WAIT = { timeout: 10_000 }

export interface Shown {
  readonly root: HTMLElement
  text(): string
  /** Waits until the page says it. */
  says(text: string): Promise<void>
  /** Also when the test is over. */
  leave(): Promise<void>
}

export const show = async (
  screen: Component,
  href: string,
  look: {
    readonly width?: number
    readonly height?: number
    readonly theme?: Theme
    readonly language?: LanguageTag
  } = {},
): Promise<Shown> => {
  const before = location.href
  router.go(href)
  const unfollow = router.follow()
  const onkeydown = (event: KeyboardEvent): void => actions.handleKey(event)
  addEventListener('keydown', onkeydown)
  const staged = await stage(screen as Component<Record<string, unknown>>, {}, { height: 1000, ...look })
  // The stage is a panel; a screen stands on the page.
  staged.root.style.padding = '0'
  const panel = staged.root.querySelector<HTMLElement>('.panel')!
  panel.style.overflow = 'visible'
  panel.className = ''
  const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ')
  let isThere = true
  const leave = async (): Promise<void> => {
    if (!isThere) return
    isThere = false
    removeEventListener('keydown', onkeydown)
    unfollow()
    await staged.leave()
    for (const toast of toasts.shown) toasts.dismiss(toast.id)
    history.replaceState(null, '', before)
  }
  onTestFinished(leave)
  return {
    root: staged.root,
    text,
    leave,
    says: wanted =>
      vi.waitFor(() => {
        const said = `${text()} ${toasts.shown.map(toast => toast.text).join(' ')}`
        if (!said.includes(wanted)) throw new Error(`not said: ${wanted}\n${said}`)
      }, WAIT),
  }
}
