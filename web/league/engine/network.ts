/**
 * What the office needs of the network, wherever it runs: in the tab that leads, or in another through it. What it says
 * of itself is plain data, so that it crosses between tabs.
 */
import type { ChunkedRef, DeviceId, LeagueId } from '#shared/logbook'
import type { Attached, FetchOptions, FetchOutcome, PeerEnd, PeerState, Wire } from '#shared/sync'
import type { EpochMillis } from '#shared/units'

export interface LeagueNetwork {
  readonly league: LeagueId
  readonly peers: readonly PeerState[]
  readonly ends: readonly PeerEnd[]
  readonly lastLevelAt: EpochMillis | null
  readonly seenAt: Readonly<Partial<Record<DeviceId, EpochMillis>>>
}

export interface NetworkState {
  readonly leagues: readonly LeagueNetwork[]
  readonly isPaused: boolean
  readonly isMetered: boolean
}

export interface Network {
  state(): NetworkState
  onChange(run: () => void): () => void
  /** From whoever is connected and has it. */
  fetch(league: LeagueId, ref: ChunkedRef, options?: FetchOptions): Promise<FetchOutcome>
  /** A wire of a pairing, for a league this device keeps. */
  attach(league: LeagueId, wire: Wire, role: 'dialler' | 'answerer'): Promise<Attached>
  /** This device is somebody else's from now on: every handshake anew. */
  identityChanged(): Promise<void>
  /** Leagues came, went, or are reached elsewhere. */
  followLeagues(): Promise<void>
  setSwitches(switches: { readonly isPaused?: boolean; readonly isMetered?: boolean }): void
  /** A person wants to be connected now; the browser may ask for its permission. */
  connectNow(): void
  close(): Promise<void>
}

export const NO_NETWORK: NetworkState = { leagues: [], isPaused: false, isMetered: false }
