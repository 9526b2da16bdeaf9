/** This program on the network: libp2p, and its streams as wires. */
export { systemClock } from './clock.ts'
export * from './host.ts'
