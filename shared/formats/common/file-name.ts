/**
 * Local time out of the name of a file, for logs that hold UTC only.
 * 'Log-20220531-085930 Goodwood.csv', 'session_20260713_185859_v1.csv'
 */

const STAMP = /(?<!\d)(20\d\d)([01]\d)([0-3]\d)[-_]([0-2]\d)([0-5]\d)([0-5]\d)(?!\d)/

export interface NameStamp {
  /** The clock on the wall as if it were UTC, epoch milliseconds. */
  readonly localMs: number
  /** '2022-05-31 at 08:59' */
  readonly shown: string
  /** What follows it in the name. */
  readonly rest: string
}

export const stampOfName = (fileName: string): NameStamp | null => {
  const found = STAMP.exec(fileName)
  if (!found) return null
  const [stamp, year, month, day, hour, minute, second] = found
  const localMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return {
    localMs,
    shown: `${year}-${month}-${day} at ${hour}:${minute}`,
    rest: fileName.slice(found.index + stamp.length),
  }
}

/** Time zones are quarters of an hour, up to 14 hours away; names are stamped within two minutes of the start. */
const QUARTER_MIN = 15
const SLACK_MIN = 2
const WIDEST_MIN = 14 * 60

/** Minutes east of UTC between two clocks that show the same moment, or null when they do not. */
export const utcOffsetBetween = (localMs: number, utcMs: number): number | null => {
  const minutes = (localMs - utcMs) / 60_000
  const offset = Math.round(minutes / QUARTER_MIN) * QUARTER_MIN
  if (Math.abs(minutes - offset) > SLACK_MIN || Math.abs(offset) > WIDEST_MIN) return null
  // A name a little early rounds to −0.
  return offset === 0 ? 0 : offset
}
