/** How much one client sends: so many messages and bytes a second, with a second's worth at once. */
import { MAX_RIG_MESSAGE, MAX_RIG_MESSAGES_PER_S } from '#shared/api'

const MAX_BYTES_PER_S = MAX_RIG_MESSAGE * MAX_RIG_MESSAGES_PER_S

export interface Meter {
  /** Whether this message is one too many. Pings and pongs are messages too. */
  isTooMany(atMs: number): boolean
  /** Whether the bytes read so far are too many; catches what never becomes a message. To be asked now and then. */
  isTooMuch(atMs: number, bytesRead: number): boolean
}

const createBucket = (perSecond: number, startMs: number) => {
  let left = perSecond
  let lastMs = startMs
  return (atMs: number, amount: number): boolean => {
    left = Math.min(perSecond, left + ((atMs - lastMs) / 1000) * perSecond) - amount
    lastMs = atMs
    return left < 0
  }
}

export const createMeter = (startMs: number, bytesBefore: number): Meter => {
  const messages = createBucket(MAX_RIG_MESSAGES_PER_S, startMs)
  const bytes = createBucket(MAX_BYTES_PER_S, startMs)
  let counted = bytesBefore
  return {
    isTooMany: atMs => messages(atMs, 1),
    isTooMuch: (atMs, bytesRead) => {
      const more = bytesRead - counted
      counted = bytesRead
      return bytes(atMs, more)
    },
  }
}
