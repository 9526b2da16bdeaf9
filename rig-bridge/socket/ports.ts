/** What the socket needs of the rest of the bridge. */
import type { RigLap, RigState, RigTiming } from '#shared/api'

/** Laps that wait until a page has them. */
export interface LapShelf {
  list(pairing: string, after: string | null, limit: number): { laps: RigLap[]; more: boolean }
  /** Null when there is no such lap or chunk. */
  chunk(lap: string, index: number): Promise<Uint8Array | null>
  /** Answers whether the lap is, or was, one of ours; on the disk when it settles. */
  confirm(lap: string, pairing: string): Promise<boolean>
}

/** What is happening, as clients are told. */
export interface RigView {
  state(pairing: string): RigState
  /** The same object until something in it changes. */
  timing(): RigTiming
}

/** Who is let in, and how. */
export interface Door {
  /** The pairing behind a token, or null. */
  knows(token: string): string | null
  /** Null where nobody can be paired: the guest listener. */
  readonly pairing: PairingDesk | null
}

export interface PairingDesk {
  /** Shows a code in the bridge's own window, for `asker` only; null when too many were asked for. */
  showCode(asker: object): { readonly validMs: number } | null
  pair(asker: object, code: string, name: string): Promise<PairTried>
  leave(asker: object): void
}

export type PairTried =
  | { readonly kind: 'paired'; readonly token: string; readonly pairing: string }
  | { readonly kind: 'wrong-code' | 'no-code' | 'too-many-tries' }
