export * from './brands.ts'
export * from './laptime.ts'
export * from './number.ts'
export * from './system.ts'
