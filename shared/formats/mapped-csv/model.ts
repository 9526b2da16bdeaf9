/**
 * What a user says about a table nobody knows: where its header is, what its clock counts, and which column is
 * which channel. Plain data, so that it can be stored under the header's fingerprint and asked for only once.
 */

export type CsvDelimiter = ',' | ';' | '\t'

/**
 * seconds, milliseconds = since some start · unix-seconds, unix-milliseconds = since 1970 UTC · clock = time of
 * day, [hh:]mm:ss.fff · date-time = ISO 8601 in one cell · date-and-clock = in two columns · rate = no column, so
 * many rows a second.
 */
export type CsvTime =
  | {
      readonly kind: 'seconds' | 'milliseconds' | 'unix-seconds' | 'unix-milliseconds' | 'clock'
      readonly column: number
    }
  | { readonly kind: 'date-time'; readonly column: number; readonly zoneMin: number | null }
  | {
      readonly kind: 'date-and-clock'
      readonly dateColumn: number
      readonly column: number
      readonly dateOrder: CsvDateOrder
      /** Minutes east of UTC, null when nobody knows. */
      readonly zoneMin: number | null
    }
  | { readonly kind: 'rate'; readonly hz: number }

/** 2026-07-25 is ymd, 25/07/2026 dmy, 07/25/2026 mdy; any separator. */
export type CsvDateOrder = 'ymd' | 'dmy' | 'mdy'

export interface CsvColumn {
  /** Counted from 0. */
  readonly column: number
  /** A canonical channel (`CHANNELS`), or any name of one's own. */
  readonly channel: string
  /** As a person writes it: 'km/h', 'deg'; '' for none. */
  readonly unit: string
}

export interface CsvMapping {
  /** Of the header this was said about, see `sniffCsv`. */
  readonly fingerprint: string
  readonly delimiter: CsvDelimiter
  readonly decimalComma: boolean
  /** The line of the names, counted from 0; null when the table has no header. */
  readonly headerRow: number | null
  /** The line the numbers begin at. */
  readonly firstRow: number
  readonly time: CsvTime
  readonly columns: readonly CsvColumn[]
}

/** What can be seen of a table without being told. */
export interface CsvSniff {
  readonly fingerprint: string
  readonly delimiter: CsvDelimiter
  readonly decimalComma: boolean
  readonly headerRow: number | null
  readonly firstRow: number
  /** One for each column; 'Column 3' where the table has no header. */
  readonly names: readonly string[]
  /** From a row of units or from brackets in the names; '' where unknown. */
  readonly units: readonly string[]
  /** The first rows of values, as they stand. */
  readonly preview: readonly (readonly string[])[]
  /** A mapping to begin with; its time is null when no column looks like one. */
  readonly suggestion: Omit<CsvMapping, 'time'> & { readonly time: CsvTime | null }
}
