/**
 * How one person likes to read: units, theme, row height, language, keys. Kept in the library; the theme is
 * mirrored for `theme.js`, which runs before the library is open.
 */
import type { UnitSystem } from '#shared/units'
import type { Library, Settings } from '#web/store'
import { words } from '#web/words'
import { actions } from './actions.svelte.ts'

const MIRROR = 'paddock.theme'

const mirrorTheme = (theme: Settings['theme']): void => {
  document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(MIRROR, theme)
  } catch {
    // Storage refused: the page starts in the system's theme next time, and changes once the library opens.
  }
}

export const THEMES = ['system', 'dark', 'light', 'contrast'] as const
export const DENSITIES = ['compact', 'comfortable'] as const

class Preferences {
  units = $state<UnitSystem>('metric')
  theme = $state<Settings['theme']>('system')
  density = $state<Settings['density']>('compact')
  #library: Library | null = null

  async load(library: Library): Promise<void> {
    this.#library = library
    this.#apply(await library.settings())
  }

  async change(part: Partial<Settings>): Promise<void> {
    if (!this.#library) return
    this.#apply(await this.#library.changeSettings(part))
  }

  #apply(settings: Settings): void {
    this.units = settings.units
    this.theme = settings.theme
    this.density = settings.density
    mirrorTheme(settings.theme)
    document.documentElement.dataset.density = settings.density
    words.choose(settings.language)
    actions.singleKeys = settings.singleKeys
  }
}

export const preferences = new Preferences()
