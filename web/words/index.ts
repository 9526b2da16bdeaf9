export { type AreaWords, areaWords } from './area.ts'
export type { Words } from './en.ts'
export { LANGUAGES, type LanguageTag, words } from './language.svelte.ts'
