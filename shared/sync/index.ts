export * from './lane.ts'
export * from './mesh-model.ts'
export * from './wire.ts'
