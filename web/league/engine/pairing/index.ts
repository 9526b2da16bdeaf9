export { createPairing } from './pairing.ts'
