export * from './chunks.ts'
export * from './memory.ts'
export * from './model.ts'
