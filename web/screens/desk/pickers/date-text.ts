/**
 * A session's date as text to search in: '12 October 2025 2025-10-12', in the zone of the circuit when it is known.
 *
 * One formatter for all: making one costs about 50 µs, which thousands of sessions would feel.
 */
import type { Session } from '#shared/lap'

export const createDateText = (
  tag: string,
): ((when: Pick<Session, 'startedAt' | 'utcOffsetMin'>) => string) => {
  const long = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' })
  return ({ startedAt, utcOffsetMin }) => {
    const eastMin = utcOffsetMin ?? -new Date(startedAt).getTimezoneOffset()
    const shifted = new Date(startedAt + eastMin * 60_000)
    return `${long.format(shifted)} ${shifted.toISOString().slice(0, 10)}`
  }
}
