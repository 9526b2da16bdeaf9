/** What the whole page shares while it is open: the library, preferences, actions, messages, offline state. */
export { type Action, actions } from './actions.svelte.ts'
export { installer } from './install.svelte.ts'
export { library } from './library.svelte.ts'
export { type Live, live } from './live.svelte.ts'
export { offline } from './offline.svelte.ts'
export { DENSITIES, preferences, THEMES } from './preferences.svelte.ts'
export { toasts } from './toasts.svelte.ts'
export { type OtherWayBack, offerUndo, tellDeed } from './undo.svelte.ts'
