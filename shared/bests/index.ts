export {
  type AllTimeBests,
  allTimeBests,
  type BestsColumn,
  type BestsTableRow,
  bestsTable,
} from './all-time.ts'
export type { BestsFilter } from './choose.ts'
export type { Holder, Theoretical } from './holders.ts'
export * from './model.ts'
export { MIN_LAPS_FOR_SPREAD, PACE_LIMIT_PERCENT, spreadPercent } from './pace.ts'
export { type Personal, type ProgressPoint, progress } from './progress.ts'
export { type NotRanked, whyNotRanked } from './ranking.ts'
export { sessionBests } from './session-bests.ts'
export { type Totals, totalsOf } from './totals.ts'
