/** The socket of the bridge: who is let in, what clients are told, and what they may ask for. */
export { isOriginLetIn } from './access.ts'
export { createHub, type Entrance, type Hub, type HubParts } from './hub.ts'
export { DEFAULT_SOCKET_LIMITS, type SocketLimits } from './limits.ts'
export type { Door, LapShelf, PairingDesk, PairTried, RigView } from './ports.ts'
export { createRigHandler, type RigHandlerParts } from './server.ts'
