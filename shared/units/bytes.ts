/** Amounts of storage as a person reads them: decimal units, as browsers and disks count. */
import { formatNumber } from './number.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** '640 kB', '1.4 MB', '23 GB': at most three digits that mean something. */
export const formatBytes = (bytes: number): string => {
  let value = bytes
  let step = 0
  while (Math.abs(value) >= 999.5 && step < UNITS.length - 1) {
    value /= 1000
    step += 1
  }
  const digits = step > 0 && Math.abs(value) < 9.95 ? 1 : 0
  return `${formatNumber(value, digits)}\u00a0${UNITS[step]}`
}
