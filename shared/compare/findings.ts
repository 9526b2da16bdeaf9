/**
 * Where the time went, again and again.
 *
 * Limits: losses are those of the laps given; at least three of them, none of which is the reference.
 */
import { asMillis } from '#shared/units'
import type { Finding, PartRow } from './model.ts'

export const MAX_FINDINGS = 3

export const whereTimeWent = (laps: readonly (readonly PartRow[])[]): Finding[] => {
  const counted = laps.filter(rows => rows.every(({ loss }) => loss !== null))
  if (counted.length < 3) return []
  void asMillis
  return []
}
