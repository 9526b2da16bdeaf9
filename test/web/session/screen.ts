/** The session screen on an empty page, over a library of its own. */
import type { Component } from 'svelte'
import { expect, onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import type { SessionId } from '#shared/id'
import { hrefs, router } from '#web/route'
import { actions, library as shared, toasts } from '#web/state'
import type { Library, SessionDetail } from '#web/store'
import Session from '../../../web/screens/session/Session.svelte'
import { type Staged, stage, type Theme } from '../desk/tables/stage.svelte.ts'
import { openTestLibrary, unwrap } from '../store/support.ts'
import { SEED, sampleIn } from '../workers/retime-support.ts'

export type Screen = Staged<Record<string, never>>

/** A library that the page has open, with a sample session of so many laps. */
export const libraryWithSample = async (laps = 4, seed = SEED): Promise<[Library, SessionDetail]> => {
  const library = await openTestLibrary()
  const detail = await sampleIn(library, laps, seed)
  useLibrary(library)
  return [library, detail]
}

export const useLibrary = (library: Library): void => {
  const address = location.href
  localStorage.clear()
  toasts.shown = []
  shared.now = library
  onTestFinished(() => {
    shared.now = null
    router.go(address, { replace: true })
  })
}

/** Gone with the test. */
export const openScreen = async (
  id: SessionId,
  size: { readonly width?: number; readonly height?: number; readonly theme?: Theme } = {},
): Promise<Screen> => {
  router.go(hrefs.session(id), { replace: true })
  const onkeydown = (event: KeyboardEvent): void => actions.handleKey(event)
  addEventListener('keydown', onkeydown)
  const screen = await stage(Session as Component<Record<string, never>>, {}, { height: 900, ...size })
  // The stage is a panel; a screen stands on the page.
  screen.root.style.padding = '0'
  screen.root.querySelector<HTMLElement>('.panel')!.style.overflow = 'visible'
  let isLeft = false
  const leave = async (): Promise<void> => {
    if (isLeft) return
    isLeft = true
    removeEventListener('keydown', onkeydown)
    await screen.leave()
  }
  onTestFinished(leave)
  await page.getByRole('button', { name: 'Edit', exact: true }).first().findElement()
  return { ...screen, leave }
}

/** Presses the button of the message that says this. */
export const answerToast = async (text: string | RegExp, label: string): Promise<void> => {
  const found = (): (typeof toasts.shown)[number] | undefined =>
    toasts.shown.find(toast => (typeof text === 'string' ? toast.text.includes(text) : text.test(toast.text)))
  await expect.poll(() => found()?.action?.label, { timeout: 5000 }).toBe(label)
  const toast = found()!
  toasts.dismiss(toast.id)
  toast.action!.run()
}

export const detailNow = async (library: Library, id: SessionId): Promise<SessionDetail> =>
  unwrap(await library.session(id))

/** What a person sees of a library's rows: everything but when they were written. */
export const contentOf = ({ session, laps }: SessionDetail) => ({
  session: { ...session, updatedAt: null },
  laps: laps.map(lap => ({ ...lap, updatedAt: null })),
})
