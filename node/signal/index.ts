/** Signalling for crew rooms, on the relay and on the rig-bridge. */
export { createSignal, SIGNAL_LIMITS, type Signal } from './signal.ts'
