/** Simulators: what they say (frames), what becomes of it (recorder), and one of our own (simulator). */
export * from './fake/index.ts'
export * from './frames/index.ts'
export {
  createPageDecoder,
  type PageCopy,
  type PageDecoder,
  type PageFamily,
  type PageSizes,
  pageSizes,
} from './pages/index.ts'
export * from './recorder/index.ts'
export * from './reference/index.ts'
export * from './simulator/index.ts'
export * from './source.ts'
export * from './udp/index.ts'
