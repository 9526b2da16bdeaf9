/**
 * Which charts lie on the desk, from top to bottom: chosen once per car, and sensible before anybody chose.
 *
 * Limit: twelve; more are too low to read on any screen.
 */
import { channelInfo } from '#shared/trace'
import { type ChannelKey, DELTA, type ListedChannel } from './channels.ts'

export type Arrangement = readonly ChannelKey[]

export const MAX_PANELS = 12

/** In the order a driver reads them; of alternatives the first that there is. */
const USUAL: readonly (readonly string[])[] = [
  ['speed'],
  [DELTA],
  ['throttle'],
  ['brake', 'brakePressure'],
  ['steering'],
  ['gear'],
]
/** Without pedals there is room for what phones measure. */
const WITHOUT_PEDALS: readonly (readonly string[])[] = [
  ['rpm'],
  ['gLat'],
  ['gLong'],
  ['yawRate'],
  ['altitude'],
]

/** A car's own speed is steadier than a satellite's, and a channel most laps have says more. */
const bestOf = (channels: readonly ListedChannel[], name: string): ListedChannel | null => {
  const named = channels.filter(({ key }) => key.startsWith(`${name}@`))
  const most = Math.max(...named.map(channel => channel.lapIds.length))
  const shared = named.filter(channel => channel.lapIds.length === most)
  return shared.find(channel => channel.source !== 'gps') ?? shared[0] ?? null
}

export const usualArrangement = (channels: readonly ListedChannel[], hasDelta: boolean): Arrangement => {
  const hasPedals = channels.some(({ key }) => /^(throttle|brake)/.test(key))
  const wanted = hasPedals ? USUAL : [...USUAL, ...WITHOUT_PEDALS]
  const keys = wanted.flatMap(names => {
    if (names[0] === DELTA) return hasDelta ? [DELTA] : []
    for (const name of names) {
      const found = bestOf(channels, name)
      if (found) return [found.key]
    }
    return []
  })
  if (keys.length > 0) return keys
  // A log of nothing we know: its own first channels.
  return channels.slice(0, 4).map(channel => channel.key)
}

/** What was remembered, if it is one. */
export const toArrangement = (value: unknown): Arrangement | null => {
  if (!Array.isArray(value) || value.length > MAX_PANELS) return null
  return value.every(key => typeof key === 'string' && key.length <= 600) ? value : null
}

/** The charts of an arrangement that there is something for. */
export const present = (
  arrangement: Arrangement,
  channels: readonly ListedChannel[],
  hasDelta: boolean,
): Arrangement =>
  arrangement.filter(key =>
    key === DELTA ? hasDelta : channels.some(channel => channel.key === key || sameName(channel.key, key)),
  )

const sameName = (a: ChannelKey, b: ChannelKey): boolean =>
  a.slice(0, a.lastIndexOf('@')) === b.slice(0, b.lastIndexOf('@'))

/** In pixels. Speed is read most; in steps and pedals there is little to see. */
const HEIGHTS = { speed: 168, delta: 112, low: 60, other: 92 }

export const heightOf = (key: ChannelKey): number => {
  if (key === DELTA) return HEIGHTS.delta
  const name = key.slice(0, Math.max(0, key.lastIndexOf('@')))
  if (name === 'speed') return HEIGHTS.speed
  const isLow = channelInfo(name)?.kind === 'discrete' || /^(throttle|brake|clutch)/.test(name)
  return isLow ? HEIGHTS.low : HEIGHTS.other
}
