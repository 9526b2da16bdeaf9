export { LANGUAGES, type LanguageTag, words } from './language.svelte.ts'
export type { Words } from './en.ts'
