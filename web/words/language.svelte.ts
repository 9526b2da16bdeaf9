/**
 * Which language the page speaks. Reading `words.now` in a component follows a change at once.
 *
 * English is in the page from its first byte; every other language is fetched when it is chosen, from the page's own
 * files, and kept offline with them. Until it is here the page goes on in the language it spoke.
 */
import { en, type Words } from './en.ts'

/** Every language there is a table for, by its BCP 47 tag, as its speakers call it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type LanguageTag = keyof typeof LANGUAGES

const LOADERS: Readonly<Record<LanguageTag, () => Promise<Words>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
}

class Language {
  tag = $state<LanguageTag>('en')
  now = $state.raw<Words>(en)
  #wanted: LanguageTag = 'en'

  /** Settles when the language is spoken, or could not be fetched, or another was chosen meanwhile. */
  async choose(tag: LanguageTag): Promise<void> {
    this.#wanted = tag
    if (tag === this.tag) return
    const words = await LOADERS[tag]().catch(() => null)
    if (words === null || this.#wanted !== tag) return
    this.now = words
    this.tag = tag
    document.documentElement.lang = tag
  }
}

export const words = new Language()
