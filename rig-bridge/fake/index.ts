/** A pretended game that writes real memory pages, for tests, benches and people without a game. */
export { type RunningGame, startFakeGame } from './fake-game.ts'
export type { FakeGameOptions, Tearing } from './model.ts'
