/** The page's side of the network between people's devices. Not in the first load: import it when something is shared. */
export { netClock } from './clock.ts'
export { BrokenWire, createDataChannelWire } from './data-channel-wire.ts'
export { createDialler, type Dialler, type DiallerOptions } from './dialler.ts'
export { localAccess } from './local-access.ts'
export { type Dialled, type P2pHost, startP2pHost } from './p2p-host.ts'
export { dialableAddresses, type PagePlace, pagePlaceOf } from './page-addresses.ts'
export {
  answerConnection,
  NoAddress,
  type OfferedConnection,
  offerConnection,
  PAIRED_LEAGUES,
  type PairedConnection,
  TALK_CHANNEL,
} from './paired-connection.ts'

/** Rooms bring y-webrtc along. */
export const loadRooms = () => import('./room.ts')
