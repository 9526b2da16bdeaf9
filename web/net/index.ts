/**
 * The page's side of the network between people's devices. What is heavy is loaded when it is needed: libp2p once a league
 * goes beyond this device, y-webrtc once a crew's room is entered.
 */
export { netClock } from './clock.ts'
export { BrokenWire, createDataChannelWire } from './data-channel-wire.ts'
export { createDialler, type Dialler, type DiallerOptions } from './dialler.ts'
export { localAccess } from './local-access.ts'
export type { Dialled, P2pHost } from './p2p-host.ts'
export { createPagePacking } from './packing.ts'
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
export type { Presence, Road } from './presence.ts'
export type { CrewRoom, PersonInRoom, RoomOptions } from './room.ts'

export const loadP2p = () => import('./p2p-host.ts')
export const loadRooms = () => import('./room.ts')
