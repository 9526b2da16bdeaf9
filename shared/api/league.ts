/**
 * How a page finds the relay it came from as a member of leagues: `GET /api/league/addresses`. It names no league and no
 * person: which leagues a relay is in, only their members learn, by the handshake.
 */
import { z } from 'zod'

export const LEAGUE_ADDRESSES_PATH = '/api/league/addresses'

/** Where pages of one crew find one another (y-webrtc's signalling), on the relay and on the rig-bridge: a WebSocket. */
export const SIGNAL_PATH = '/signal'
/** The rig-bridge's too, under what a home server passes on to it: `/signal` there is the relay's. */
export const RIG_SIGNAL_PATH = '/rig/signal'

export const leagueAddressesSchema = z.object({
  /** Of this start of the relay, for circuits through it; null when it is no member of any league. */
  peerId: z.string().max(128).nullable(),
  /** Multiaddresses without a peer id, as they may stand in invitations. */
  addresses: z.array(z.string().max(300)).max(32),
  /** Whether a libp2p WebSocket may be opened at this very origin, path `/`. */
  takesWebSocket: z.boolean(),
})
export type LeagueAddresses = z.infer<typeof leagueAddressesSchema>
