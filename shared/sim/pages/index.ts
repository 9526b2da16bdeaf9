/** Memory pages of AC1, ACC and AC EVO: their layouts, and the decoder that makes events of them. */
export { createPageDecoder, type PageCopy, type PageDecoder, type PageFamily } from './decoder.ts'
export * from './evo-layout.ts'
export * from './evo-structs.ts'
export * from './graphics-layout.ts'
export * from './layout.ts'
export * from './physics-layout.ts'
export * from './static-layout.ts'
export { type PageSizes, pageSizes } from './which-game.ts'
