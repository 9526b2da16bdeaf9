export { DEFAULT_LANGUAGE, LANGUAGES, words } from './language.svelte.ts'
export type { Words } from './en.ts'
