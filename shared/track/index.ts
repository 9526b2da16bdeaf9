export * from './layout.ts'
export * from './model.ts'
export * from './position.ts'
export * from './privacy.ts'
