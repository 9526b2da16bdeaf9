/** Leagues, people and devices, for every screen. */
export type * from './model.ts'
export type * from './office.ts'
