/**
 * Fields of a session that would leave, as a person reads them. A field this page does not know is shown as it is named:
 * what leaves is never left out.
 */
import { gameName } from '#shared/sim'
import { asEpochMillis, shownUnit, type UnitSystem } from '#shared/units'
import { valueText } from '#web/parts/figures'
import { momentText } from '#web/parts/sync'
import type { ShareWords } from './words/index.ts'

export interface Field {
  readonly name: string
  readonly value: string
}

export const fieldToShown = (
  { name, value }: Field,
  t: ShareWords,
  tag: string,
  nowMs: number,
  units: UnitSystem,
): Field => ({ name: t.fields[name] ?? name, value: shownValue(name, value, t, tag, nowMs, units) })

const shownValue = (
  name: string,
  value: string,
  t: ShareWords,
  tag: string,
  nowMs: number,
  units: UnitSystem,
): string => {
  if (name === 'startedAt') return momentText(asEpochMillis(Number(value)), tag, nowMs)
  if (name === 'game') return gameName(value)
  if (name === 'airC' || name === 'trackC')
    return `${valueText(Number(value), '°C', units, 0)} ${shownUnit('°C', units).unit}`
  return t.values[value] ?? value
}
