/**
 * Two traces of one logger laid end to end, though the second may have channels the first lacks (a sensor that
 * came alive later) and the other way round.
 *
 * Time bases are matched by the channels they share; a channel missing on one side is unknown there. In every time
 * base one row of unknown values stands in the gap between the two, so that nothing draws a line across.
 */
import { type Channel, type Column, createTrace, type GroupInput, type Trace } from '#shared/trace'

type GroupChannel = Omit<Channel, 'group'>

interface Group {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly channels: readonly GroupChannel[]
}

/** `b`'s times begin `shiftMs` after `a`'s; its first sample must lie after `a`'s last. */
export const joinInTime = (a: Trace, b: Trace, shiftMs: number): Trace => {
  const left = groupsOf(b).map(({ timeMs, channels }) => ({ timeMs: timeMs.map(t => t + shiftMs), channels }))
  const joined = groupsOf(a).map((group): GroupInput => {
    const match = left.findIndex(other => shareAChannel(group, other))
    const other = match < 0 ? null : left.splice(match, 1)[0]!
    return other ? joinGroups(group, other) : group
  })
  return createTrace([...joined, ...left])
}

const groupsOf = ({ groups, channels }: Trace): Group[] =>
  groups.map(({ timeMs }, g) => ({ timeMs, channels: channels.filter(c => c.group === g) }))

const isSame = (a: GroupChannel, b: GroupChannel): boolean => a.name === b.name && a.source === b.source

const shareAChannel = (a: Group, b: Group): boolean =>
  a.channels.some(channel => b.channels.some(other => isSame(channel, other)))

const joinGroups = (a: Group, b: Group): GroupInput => {
  if (a.timeMs.length === 0 || b.timeMs.length === 0) return a.timeMs.length === 0 ? b : a
  const gapMs = (a.timeMs.at(-1)! + b.timeMs[0]!) / 2
  const timeMs = new Float64Array(a.timeMs.length + 1 + b.timeMs.length)
  timeMs.set(a.timeMs)
  timeMs[a.timeMs.length] = gapMs
  timeMs.set(b.timeMs, a.timeMs.length + 1)
  const onlyInB = b.channels.filter(channel => !a.channels.some(other => isSame(channel, other)))
  const channels = [...a.channels, ...onlyInB].map(channel => {
    const [first, second] = [a, b].map(group => group.channels.find(other => isSame(channel, other)) ?? null)
    return { ...channel, values: joinColumns(first ?? null, second ?? null, a.timeMs.length, timeMs.length) }
  })
  return { timeMs, channels }
}

/** `from` is how many rows the first has; the row after them is the gap. */
const joinColumns = (a: GroupChannel | null, b: GroupChannel | null, from: number, count: number): Column => {
  const isDouble = [a, b].some(channel => channel?.values.BYTES_PER_ELEMENT === 8)
  const values = isDouble ? new Float64Array(count) : new Float32Array(count)
  values.fill(Number.NaN)
  if (a) values.set(a.values)
  if (b) values.set(b.values, from + 1)
  return values
}
