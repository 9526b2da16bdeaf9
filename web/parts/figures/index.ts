export * from './figures.ts'
