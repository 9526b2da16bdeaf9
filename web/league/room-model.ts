/** What screens know of a crew's room: who is there, where they look, and the notes written together. */
import type { LeagueId } from '#shared/logbook'
import type { Presence, Road } from '#web/net'

export type RoomPlace = Presence
export type RoomRoad = Road

export interface RoomPerson {
  /** A page; one person may be there with several. */
  readonly client: number
  /** Empty for whoever did not prove to be anybody of the league. */
  readonly name: string
  readonly deviceName: string
  readonly isMe: boolean
  readonly place: RoomPlace | null
}

/**
 * opening · no-key = the room's secret is not here yet · viewer = whoever only looks is in no room · no-signal = nobody
 * who brings pages together can be reached · open · paused
 */
export type RoomLink = 'opening' | 'no-key' | 'viewer' | 'no-signal' | 'open' | 'paused'

export interface RoomState {
  readonly link: RoomLink
  /** Others, by name. */
  readonly people: readonly RoomPerson[]
  /** Devices of the league that are connected, by whom notes travel too. */
  readonly devices: number
}

/** At `at`, so many letters went and these came. */
export interface TextChange {
  readonly at: number
  readonly removed: number
  readonly inserted: string
}

/** kept = on the disk · keeping = on its way there · not-kept = the disk is full or cannot be used */
export type Keeping = 'kept' | 'keeping' | 'not-kept'

export interface SharedText {
  text(): string
  change(change: TextChange): void
  /** The last of what was written here, and nothing of others. */
  undo(): void
  redo(): void
  /** Changes of others, and by `undo` and `redo`, in order; the answer ends it. */
  onChange(listener: (changes: readonly TextChange[], isUndo: boolean) => void): () => void
  watchKeeping(listener: (keeping: Keeping) => void): () => void
}

export interface Room {
  readonly league: LeagueId
  readonly notes: SharedText
  /** Calls back at once and on every change. */
  watch(listener: (state: RoomState) => void): () => void
  /** Until it is called again: what others see of this page. */
  show(place: RoomPlace): void
  leave(): Promise<void>
}
