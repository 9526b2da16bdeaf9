/** What ACC and AC1 say over UDP: messages in both directions, bytes to values and back. */
export * from './ac-remote.ts'
export {
  decodeBroadcast,
  decodeBroadcastRequest,
  encodeBroadcast,
  encodeBroadcastRequest,
  type UdpFailure,
  type UdpOutcome,
} from './broadcast.ts'
export * from './broadcast-model.ts'
export { MAX_DATAGRAM_BYTES } from './wire.ts'
