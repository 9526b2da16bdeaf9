/** Where a simulator is read: its shared memory on Windows and Linux, or a recording played again. */
export { createMemorySource, type MemorySourceOptions } from './memory-source.ts'
export { createReplaySource, type ReplaySourceOptions } from './replay-source.ts'
