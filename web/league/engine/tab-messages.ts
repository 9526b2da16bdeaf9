/** What the tabs of one browser say to one another about the network, which one of them has. Only tabs of one version understand each other. */
import type { ChunkedRef, LeagueId } from '#shared/logbook'
import type { FetchOutcome } from '#shared/sync'
import type { NetworkState } from './network.ts'

export type NetworkMessage =
  /** From a tab that follows. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'leagues-changed' }
  | { readonly kind: 'identity-changed' }
  | { readonly kind: 'connect-now' }
  | { readonly kind: 'switches'; readonly isPaused: boolean; readonly isMetered: boolean }
  | {
      readonly kind: 'fetch'
      readonly call: string
      readonly league: LeagueId
      readonly ref: ChunkedRef
    }
  | { readonly kind: 'stop-fetch'; readonly call: string }
  /** From the tab that leads. */
  | { readonly kind: 'state'; readonly state: NetworkState }
  | { readonly kind: 'progress'; readonly call: string; readonly done: number; readonly of: number }
  | { readonly kind: 'fetched'; readonly call: string; readonly outcome: FetchOutcome }

interface Sealed {
  readonly version: string
  readonly message: NetworkMessage
}

export const sealMessage = (message: NetworkMessage): Sealed => ({ version: __PADDOCK_VERSION__, message })

/** Null for what another version said. */
export const openMessage = (data: unknown): NetworkMessage | null => {
  if (typeof data !== 'object' || data === null || !('version' in data) || !('message' in data)) return null
  return data.version === __PADDOCK_VERSION__ ? (data as Sealed).message : null
}
