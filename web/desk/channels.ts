/**
 * Which channel of which lap a chart means.
 *
 * A channel is named by `name@source`, so that a satellite's speed and the car's own stay two. A lap that has no
 * channel of that source lends its first one of that name: a phone's speed over a car's is still speed.
 */
import type { LapId } from '#shared/id'
import { channelInfo } from '#shared/trace'
import type { DeskChannel, DeskLapView } from '#web/workers'

/** `name@source`, or the delta, which is no channel of any lap. */
export type ChannelKey = string
export const DELTA: ChannelKey = 'delta'

export const keyOf = ({ name, source }: Pick<DeskChannel, 'name' | 'source'>): ChannelKey =>
  `${name}@${source}`

const partsOfKey = (key: ChannelKey): { readonly name: string; readonly source: string } => {
  const at = key.lastIndexOf('@')
  return at < 0 ? { name: key, source: '' } : { name: key.slice(0, at), source: key.slice(at + 1) }
}

export const channelFor = (
  { channels }: Pick<DeskLapView, 'channels'>,
  key: ChannelKey,
): DeskChannel | null => {
  const { name, source } = partsOfKey(key)
  const named = channels.filter(channel => channel.name === name)
  return named.find(channel => channel.source === source) ?? named[0] ?? null
}

export interface ListedChannel {
  readonly key: ChannelKey
  readonly title: string
  readonly unit: string
  readonly source: string
  /** Which of the laps have it, of this source. */
  readonly lapIds: readonly LapId[]
}

/** Where the car was is the map's business, and a log's own lap counter says nothing within one lap. */
const NOT_DRAWN = new Set(['lat', 'lon', 'x', 'y', 'lap', 'beacon', 'lapInvalid', 'distance'])

/** Names of channels in the reader's language; empty where that is the language of the channels themselves. */
export type ChannelNames = Readonly<Record<string, string>>

export const titleOf = (key: ChannelKey, names: ChannelNames): string => {
  const { name } = partsOfKey(key)
  return names[name] ?? channelInfo(name)?.label ?? name
}

/** Every channel that can be drawn of any of the laps, in the order of the first lap that has it. */
export const listChannels = (
  laps: readonly Pick<DeskLapView, 'id' | 'channels'>[],
  names: ChannelNames,
): ListedChannel[] => {
  const listed = new Map<ChannelKey, ListedChannel>()
  for (const { id, channels } of laps) {
    for (const channel of channels) {
      if (NOT_DRAWN.has(channel.name)) continue
      const key = keyOf(channel)
      const known = listed.get(key)
      const { unit, source } = channel
      listed.set(key, {
        key,
        title: titleOf(key, names),
        unit,
        source,
        lapIds: [...(known?.lapIds ?? []), id],
      })
    }
  }
  return [...listed.values()]
}
