/**
 * How one person likes to read: units, theme, row height, language, keys. Kept in the library; the theme is
 * mirrored for `theme.js`, which runs before the library is open. A choice made in another tab counts here too.
 */
import { DEFAULT_SETTINGS, type Library, SETTING_CHOICES, type SettingName, type Settings } from '#web/store'
import { words } from '#web/words'
import { actions } from './actions.svelte.ts'
import { toasts } from './toasts.svelte.ts'

const MIRROR = 'paddock.theme'

const mirrorTheme = (theme: Settings['theme']): void => {
  try {
    localStorage.setItem(MIRROR, theme)
  } catch {
    // Storage refused: the page starts in the system's theme next time, and changes once the library opens.
  }
}

export const THEMES = SETTING_CHOICES.theme
export const DENSITIES = SETTING_CHOICES.density

class Preferences {
  now = $state.raw<Settings>(DEFAULT_SETTINGS)
  #systemIsLight = $state(false)
  /** The theme that is seen: 'system' resolved to what the system wishes now. */
  readonly appearance = $derived(
    this.now.theme === 'system' ? (this.#systemIsLight ? 'light' : 'dark') : this.now.theme,
  )
  #library: Library | null = null

  /** Follows the system's wish for light or dark until the page ends. */
  followSystem(): void {
    const light = matchMedia('(prefers-color-scheme: light)')
    const follow = () => {
      this.#systemIsLight = light.matches
      this.#showTheme()
    }
    light.addEventListener('change', follow)
    this.#systemIsLight = light.matches
  }

  /** Settles when the choices kept in the library are in force. */
  load(library: Library): Promise<void> {
    this.#library = library
    return new Promise(resolve => {
      library.watchSettings().subscribe(outcome => {
        void (outcome.ok ? this.#apply(outcome.value) : Promise.resolve()).then(resolve)
      })
    })
  }

  /** What is seen is what is stored: a choice shows once it is on disk, some milliseconds later. */
  async change<Name extends SettingName>(name: Name, value: Settings[Name]): Promise<void> {
    const outcome = await this.#library?.setSetting(name, value)
    if (outcome && !outcome.ok) toasts.show({ tone: 'problem', text: outcome.message })
  }

  async #apply(settings: Settings): Promise<void> {
    this.now = settings
    mirrorTheme(settings.theme)
    this.#showTheme()
    document.documentElement.dataset.density = settings.density
    actions.singleKeys = settings.singleKeys === 'on'
    await words.choose(settings.language)
  }

  #showTheme(): void {
    document.documentElement.dataset.theme = this.appearance
  }
}

export const preferences = new Preferences()
