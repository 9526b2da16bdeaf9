/** Which code shows which place. Each screen loads when first opened, and all of them once the page is idle. */
import type { Component } from 'svelte'
import type { Route } from '#web/route'
import { untilRested } from '#web/state'

type Place = Route['place']

const loaders: Readonly<Record<Place, () => Promise<{ readonly default: Component }>>> = {
  library: () => import('#web/screens/library'),
  session: () => import('#web/screens/session'),
  summary: () => import('#web/screens/summary'),
  desk: () => import('#web/screens/desk'),
  import: () => import('#web/screens/import'),
  live: () => import('#web/screens/live'),
  league: () => import('#web/screens/league'),
  join: () => import('#web/screens/join'),
  garage: () => import('#web/screens/garage'),
  keeping: () => import('#web/screens/keeping'),
  settings: () => import('#web/screens/settings'),
  nowhere: () => import('#web/screens/nowhere'),
}

export const loadScreen = async (place: Place): Promise<Component> => (await loaders[place]()).default

/** Returns what cancels it. A failed preload is no problem yet: opening the screen will say so. */
export const preloadScreens = (): (() => void) => {
  let isWanted = true
  void untilRested().then(() => {
    if (isWanted) for (const load of Object.values(loaders)) load().catch(() => undefined)
  })
  return () => {
    isWanted = false
  }
}
