export { readHomeAddresses } from './home-addresses.ts'
export { startLeading } from './leading.ts'
export { startPageReach } from './reach.ts'
