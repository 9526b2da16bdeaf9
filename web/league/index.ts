/** Leagues, people and devices, for every screen. */
export { leagues, type OpenOffice } from './leagues.svelte.ts'
export type * from './model.ts'
export type * from './office.ts'
export type * from './room-model.ts'
