/**
 * Two setups beside each other, in the order of the groups.
 *
 * Invariants: a setup differs from itself nowhere; turning the two round turns every row and the sign of every
 * change round. Setups of other cars and of other games are compared by key all the same; a change is only given
 * where both count in the same unit, and in clicks only within one game. A click of one car is not a click of
 * another: whoever shows setups of two cars says so.
 */
import type { Setup, SetupGroup, SetupPart, SetupUnit, SetupValue } from './model.ts'
import { SETTING_IDS, SETUP_GROUPS, type SettingId } from './settings.ts'

export interface SetupDiffRow {
  readonly key: string
  readonly setting: SettingId | null
  /** What a key nobody listed is called in its file. */
  readonly name: string
  readonly part: SetupPart | null
  readonly stop: number | null
  /** Null where that setup does not have it. */
  readonly a: SetupCell | null
  readonly b: SetupCell | null
  /** b − a, or null where that means nothing: other units or games, an option's number, text, only one side. */
  readonly change: number | null
  readonly differs: boolean
  /** Follows from other values; rows a person set themselves matter more. */
  readonly derived: boolean
}

export interface SetupCell {
  readonly value: number | string
  readonly unit: SetupUnit | null
}

export interface SetupDiffGroup {
  readonly group: SetupGroup
  readonly rows: readonly SetupDiffRow[]
}

/** Groups without rows are left out. */
export const diffSetups = (a: Setup, b: Setup, show: 'all' | 'differing' = 'differing'): SetupDiffGroup[] => {
  const [fromA, fromB] = [byKey(a), byKey(b)]
  const samples = new Map([...fromB, ...fromA])
  const rows = [...samples.values()]
    .sort(inOrder)
    .map(sample => ({
      group: sample.group,
      row: rowOf(fromA.get(sample.key), fromB.get(sample.key), sample, a.kind === b.kind),
    }))
    .filter(({ row }) => show === 'all' || row.differs)
  return SETUP_GROUPS.map(group => ({
    group,
    rows: rows.filter(each => each.group === group).map(({ row }) => row),
  })).filter(group => group.rows.length > 0)
}

const byKey = ({ values }: Setup): Map<string, SetupValue> => new Map(values.map(value => [value.key, value]))

const rowOf = (
  a: SetupValue | undefined,
  b: SetupValue | undefined,
  sample: SetupValue,
  isSameGame: boolean,
): SetupDiffRow => ({
  key: sample.key,
  setting: sample.setting,
  name: sample.setting ?? sample.name,
  part: sample.part,
  stop: sample.stop,
  a: cellOf(a),
  b: cellOf(b),
  change: changeOf(a, b, isSameGame),
  differs: a?.value !== b?.value || a?.unit !== b?.unit,
  derived: (a?.derived ?? true) && (b?.derived ?? true),
})

const cellOf = (value: SetupValue | undefined): SetupCell | null =>
  value ? { value: value.value, unit: value.unit } : null

const changeOf = (
  a: SetupValue | undefined,
  b: SetupValue | undefined,
  isSameGame: boolean,
): number | null => {
  if (typeof a?.value !== 'number' || typeof b?.value !== 'number') return null
  if (a.unit !== b.unit || a.unit === 'choice') return null
  if (!isSameGame && (a.unit === null || a.unit === 'clicks')) return null
  const change = b.value - a.value
  // Never −0, and never an overflow.
  return Number.isFinite(change) ? change + 0 : null
}

const PARTS: readonly (SetupPart | null)[] = [null, 'lf', 'rf', 'lr', 'rr', 'front', 'rear']

/** By pit stop, setting and wheel; what nobody listed comes last, by name. Total, so that the order is one. */
const inOrder = (a: SetupValue, b: SetupValue): number =>
  (a.stop ?? 0) - (b.stop ?? 0) ||
  rankOf(a.setting) - rankOf(b.setting) ||
  PARTS.indexOf(a.part) - PARTS.indexOf(b.part) ||
  (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

const rankOf = (setting: SettingId | null): number =>
  setting === null ? SETTING_IDS.length : SETTING_IDS.indexOf(setting)
