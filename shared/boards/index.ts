/** Leaderboards of a league: `createBoards` takes entries in, `boardsViewOf` says what counts, `boardOf` ranks. */
export { ANY, boardHolders, boardOf, recordHistory } from './board.ts'
export {
  type Boards,
  createBoards,
  loadBoards,
  SAVED_BOARDS_VERSION,
  type SavedBoards,
  saveBoards,
} from './boards.ts'
export { type Change, type ChangeOf, recentChanges } from './changes.ts'
export { boardsDigest } from './digest.ts'
export { boardKeyOfCar, boardKeyOfClass, boardKeyOfDriver, boardKeyOfPlace } from './keys.ts'
export * from './model.ts'
export {
  type BoardsView,
  boardsViewOf,
  type DriverView,
  linesKey,
  type SessionView,
  type ViewOptions,
} from './view.ts'
