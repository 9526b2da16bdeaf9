/** Whether something remembered is a mapping of columns: it may be damaged, or from another version of Paddock. */
import type { CsvMapping } from '#shared/formats'

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isZone = (value: unknown): boolean => value === null || Number.isFinite(value)

const isTime = (time: unknown): boolean => {
  if (!isFields(time)) return false
  switch (time.kind) {
    case 'rate':
      return Number.isFinite(time.hz) && (time.hz as number) > 0
    case 'date-time':
      return isIndex(time.column) && isZone(time.zoneMin)
    case 'date-and-clock':
      return (
        isIndex(time.column) &&
        isIndex(time.dateColumn) &&
        ['ymd', 'dmy', 'mdy'].includes(String(time.dateOrder)) &&
        isZone(time.zoneMin)
      )
    case 'seconds':
    case 'milliseconds':
    case 'unix-seconds':
    case 'unix-milliseconds':
    case 'clock':
      return isIndex(time.column)
    default:
      return false
  }
}

const isColumn = (column: unknown): boolean =>
  isFields(column) &&
  isIndex(column.column) &&
  typeof column.channel === 'string' &&
  typeof column.unit === 'string'

export const isCsvMapping = (value: unknown): value is CsvMapping =>
  isFields(value) &&
  typeof value.fingerprint === 'string' &&
  [',', ';', '\t'].includes(String(value.delimiter)) &&
  typeof value.decimalComma === 'boolean' &&
  (value.headerRow === null || isIndex(value.headerRow)) &&
  isIndex(value.firstRow) &&
  isTime(value.time) &&
  Array.isArray(value.columns) &&
  value.columns.every(isColumn)
