/** Ways to find and press things on a track's page, as its tests say them. */
import { expect, vi } from 'vitest'
import { page } from 'vitest/browser'
import { hrefs } from '#web/route'
import { toasts } from '#web/state'
import { words } from '#web/words'
import Tracks from '../../../web/screens/garage/tracks/Tracks.svelte'
import { showTab, WAIT } from './stage-tab.svelte.ts'
import type { TracksFilled } from './tracks-filled.ts'

export const button = (name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
export const link = (name: string | RegExp) => page.getByRole('link', { name })
export const field = (name: string) => page.getByLabelText(name, { exact: true })
export const choice = (name: string) =>
  page.getByRole('group', { name: 'Count only' }).getByRole('combobox', { name })
/** The first worker of a run is bundled when it starts: some ten seconds on a busy machine. */
export const PATIENT = { timeout: 40_000 }
export const until = (check: () => unknown, wait = WAIT) => vi.waitFor(check, wait)
export const undo = async (): Promise<void> => {
  await until(() => expect(toasts.shown.at(-1)?.action?.label).toBe(words.now.app.undo))
  toasts.shown.at(-1)!.action!.run()
}
export const part = (root: HTMLElement, title: string): string => {
  const heading = [...root.querySelectorAll('h2')].find(each => each.textContent!.trim() === title)
  return (heading?.closest('section')?.textContent ?? '').replace(/\s+/g, ' ')
}
export const names = (root: HTMLElement): string[] =>
  [...root.querySelectorAll('.tracks tbody')].map(each => each.querySelector('th')!.textContent!.trim())
export const showSpa = ({ library, tracks }: TracksFilled, details: Record<string, string> = {}) =>
  showTab(Tracks, library, hrefs.garage('tracks', tracks.spa, details))
