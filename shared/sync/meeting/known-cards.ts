/**
 * Cards of devices that may be met: heard of, checked, not necessarily connected. Bounded; whom nobody spoke of for long is
 * forgotten first.
 */
import type { DeviceId } from '#shared/logbook'
import type { Clock, Route } from '../wire.ts'
import type { MeetingCard } from './messages.ts'
import { type MeetingPlace, usablePlaces } from './places.ts'

export interface Acquaintance {
  readonly device: DeviceId
  readonly at: number
  readonly places: readonly MeetingPlace[]
}

export interface KnownCards {
  /** True when it says something new. A device's own word is taken whatever its clock said before. */
  hear(card: MeetingCard, toldBy: Route, isOwnWord: boolean): boolean
  /** Latest heard first. */
  all(): readonly Acquaintance[]
}

/** Four times what is tried at once in a league of any size. */
const REMEMBERED = 64
/** A page that nobody here was connected to, or told of, for this long has most likely gone. */
const KEPT_MS = 10 * 60_000

export const createKnownCards = (clock: Clock): KnownCards => {
  const known = new Map<DeviceId, Acquaintance & { readonly heardAt: number }>()

  return {
    hear({ device, at, places }, toldBy, isOwnWord) {
      const before = known.get(device)
      if (before && !isOwnWord && at < before.at) return false
      const usable = usablePlaces(places, toldBy)
      known.delete(device)
      if (usable.length === 0) return false
      known.set(device, { device, at, places: usable, heardAt: clock.now() })
      if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
      return before === undefined || before.at !== at
    },
    all: () => {
      const oldest = clock.now() - KEPT_MS
      for (const [device, { heardAt }] of known) if (heardAt < oldest) known.delete(device)
      return [...known.values()].reverse()
    },
  }
}
