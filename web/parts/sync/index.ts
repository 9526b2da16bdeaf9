/** People's devices and how far they are, in words; and the ways screens ask the league office. */

export { ask, askQuietly } from './ask.ts'
export { default as CodeCard } from './CodeCard.svelte'
export { default as CodeField } from './CodeField.svelte'
export { ageText, dayText, momentText } from './moments.ts'
export { default as OverallSync } from './OverallSync.svelte'
export { default as OwnName } from './OwnName.svelte'
export { sayOwnName } from './own-name.ts'
export { default as SyncText } from './SyncText.svelte'
export { overallSync, type SyncLine, syncLine } from './sync-line.ts'
export { type Watched, watched } from './watched.svelte.ts'
export { type SyncWords, syncWords } from './words/index.ts'
