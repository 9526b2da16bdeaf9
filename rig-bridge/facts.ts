/** Gathers what the health page is made of, at the moment somebody looks. */
import { GUESTS, type GuestListener } from '#rig-bridge/guest'
import type { HealthFacts } from '#rig-bridge/health'
import type { Keeping } from '#rig-bridge/keeping'
import type { Pairings } from '#rig-bridge/pairing'
import type { Hub } from '#rig-bridge/socket'
import type { SimSource } from '#shared/sim'

export interface FactsParts {
  readonly version: string
  readonly folder: string
  readonly source: SimSource
  readonly keeping: Keeping
  readonly pairings: Pairings
  readonly hub: Hub
  readonly guest: () => GuestListener | null
  readonly pageAddress: () => string
}

export const createFacts =
  (parts: FactsParts): (() => HealthFacts) =>
  () => {
    const { source, keeping, pairings, hub } = parts
    const open = hub.openByPairing()
    const guest = parts.guest()
    return {
      version: parts.version,
      platform: process.platform,
      pageAddress: parts.pageAddress(),
      source: source.state(),
      counts: source.counts(),
      recording: keeping.recording(),
      waitingLaps: keeping.laps.waiting(null),
      freeBytes: keeping.freeBytes(),
      folder: parts.folder,
      pairings: pairings
        .list()
        .map(({ id, name, pairedAt }) => ({ id, name, pairedAt, open: open.get(id) ?? 0 })),
      guest: guest && { address: guest.address(), open: open.get(GUESTS) ?? 0 },
    }
  }
