/** The door to what leagues ask workers for: whoever keeps no league does not load it. */
export const loadLeagueWork = (): Promise<typeof import('./league-work.ts')> => import('./league-work.ts')
