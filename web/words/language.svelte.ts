/** Which language the page speaks. Reading `words.now` in a component follows a change at once. */
import { de } from './de.ts'
import { type Words, en } from './en.ts'

/** Every language there is a table for, by its BCP 47 tag. */
export const LANGUAGES: Readonly<Record<string, Words>> = { en, de }
export const DEFAULT_LANGUAGE = 'en'

class Language {
  tag = $state(DEFAULT_LANGUAGE)

  get now(): Words {
    return LANGUAGES[this.tag] ?? en
  }

  /** Unknown tags are ignored: a library from a newer Paddock may name a language this one lacks. */
  choose(tag: string): void {
    if (!Object.hasOwn(LANGUAGES, tag)) return
    this.tag = tag
    document.documentElement.lang = tag
  }
}

export const words = new Language()
