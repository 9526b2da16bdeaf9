/** Places on one road of two people, whose laps of it are never of exactly one length. */
import type { RoomPlace, RoomRoad } from '#web/league'

/** Reference laps differ by the line that was driven; another layout of a track differs by more. */
const LENGTH_SHARE = 0.02

const folded = (name: string): string => name.normalize('NFKC').trim().toLowerCase()

export const isSameRoad = (a: RoomRoad, b: RoomRoad): boolean =>
  (a.layout === b.layout || (a.name !== '' && folded(a.name) === folded(b.name))) &&
  Math.abs(a.lengthM - b.lengthM) <= LENGTH_SHARE * Math.max(a.lengthM, b.lengthM)

/** Where the other's cursor is, in metres of our own reference; null on another road. */
export const onOwnRoad = (own: RoomRoad, { road, cursorM }: RoomPlace): number | null =>
  road && cursorM !== null && isSameRoad(own, road) ? (cursorM / road.lengthM) * own.lengthM : null
