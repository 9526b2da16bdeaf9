/** What leagues ask workers for: loaded with the first league, and no part of the first load. */
export { createLeagueKeeper } from './leaguing.ts'
export { createRechecker } from './rechecking.ts'
export { createUpdateVetting } from './vetting.ts'
