export * from './brands.ts'
