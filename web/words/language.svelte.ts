/** Which language the page speaks. Reading `words.now` in a component follows a change at once. */
import { de } from './de.ts'
import { en, type Words } from './en.ts'

/** Every language there is a table for, by its BCP 47 tag. */
export const LANGUAGES = { en, de } as const satisfies Record<string, Words>
export type LanguageTag = keyof typeof LANGUAGES

class Language {
  tag = $state<LanguageTag>('en')

  get now(): Words {
    return LANGUAGES[this.tag]
  }

  choose(tag: LanguageTag): void {
    this.tag = tag
    document.documentElement.lang = tag
  }
}

export const words = new Language()
