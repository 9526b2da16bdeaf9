/** What the health page is made of: everything a person may need to see why nothing arrives. */
import type { SourceCounts, SourceState } from '#shared/sim'

export interface PairingFacts {
  readonly id: string
  readonly name: string
  readonly pairedAt: number
  /** Connections open now. */
  readonly open: number
}

export interface GuestFacts {
  /** Where the guest view is, secret included; null when the secret is not known any more (after a restart). */
  readonly address: string | null
  /** Guests watching now. */
  readonly open: number
}

export interface HealthFacts {
  readonly version: string
  readonly platform: NodeJS.Platform
  /** Where the page of this machine is. */
  readonly pageAddress: string
  readonly source: SourceState
  readonly counts: SourceCounts
  readonly recording: { readonly kind: 'on' | 'off' } | { readonly kind: 'failed'; readonly message: string }
  readonly waitingLaps: number
  readonly freeBytes: number | null
  readonly folder: string
  readonly pairings: readonly PairingFacts[]
  /** Null when the guest listener is off. */
  readonly guest: GuestFacts | null
}

/** good = works · wait = nothing is wrong, something is still to come · bad = a person must act · off = not used */
export type Level = 'good' | 'wait' | 'bad' | 'off'

export interface HealthRow {
  readonly id: 'game' | 'memory' | 'samples' | 'app' | 'laps' | 'disk' | 'guest'
  readonly level: Level
  readonly name: string
  readonly word: string
  /** '' when there is nothing to add. */
  readonly detail: string
  /** What to do; '' when nothing is to be done. */
  readonly todo: string
}

export interface HealthReport {
  readonly lang: string
  readonly version: string
  readonly level: Level
  readonly title: string
  readonly headline: string
  readonly rows: readonly HealthRow[]
  readonly page: { readonly label: string; readonly address: string }
  readonly pairings: {
    readonly title: string
    readonly none: string
    readonly revoke: string
    readonly confirm: string
    readonly cancel: string
    readonly list: readonly { readonly id: string; readonly name: string; readonly detail: string }[]
  }
  readonly guest: {
    readonly title: string
    readonly text: string
    readonly renew: string
    readonly confirm: string
    readonly cancel: string
    readonly address: string
    /** The address as a QR code: its side in modules and an SVG path; null when there is none to show. */
    readonly code: { readonly size: number; readonly path: string } | null
  } | null
  readonly signs: Readonly<Record<Level, string>>
  readonly lost: string
  readonly failed: string
}
