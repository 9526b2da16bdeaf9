/** Pretended games: memory pages byte by byte, filled from the lap simulator. */
export { createFakePages } from './fake-pages.ts'
export type { FakeGame, FakeLap, FakeOptions, FakePages, FakeScene } from './model.ts'
export { PLAYER_ID } from './names.ts'
export { tornPage } from './write-physics.ts'
