/** Simulators: what they say (frames), what becomes of it (recorder), and one of our own (simulator). */
export * from './frames/index.ts'
export * from './recorder/index.ts'
export * from './simulator/index.ts'
export * from './source.ts'
