/** The crew's room this tab is in, for the screens that show it: the room's own page and the desk. */
export { crewRoom } from './crew-room.svelte.ts'
export { historyKey } from './history-key.ts'
export { isSameRoad, onOwnRoad } from './roads.ts'
export { mapPlace, shiftChange, textChange } from './text-changes.ts'
export { type RoomWords, roomWords } from './words/index.ts'
