export * from './car.ts'
export * from './circuits.ts'
export * from './drive.ts'
export * from './driver.ts'
