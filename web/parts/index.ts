/** Pieces that several screens share. Heavy ones (charts, map) have folders of their own and load lazily. */

export { default as BestMark } from './BestMark.svelte'
export { default as Choice } from './Choice.svelte'
export { default as Icon } from './Icon.svelte'
export type { IconName } from './icon-paths.ts'
export { default as LapTime } from './LapTime.svelte'
export { default as Modal } from './Modal.svelte'
export { default as Problem } from './Problem.svelte'
