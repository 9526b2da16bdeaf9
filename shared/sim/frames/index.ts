/** What a simulator says at one instant, the same for every game. */
export * from './fields.ts'
export * from './model.ts'
