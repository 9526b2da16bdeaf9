/** The values of a setup as a page shows them: a line for each setting, its wheels or axles beside each other. */
import { SETTING_IDS, SETUP_GROUPS, type SetupGroup, type SetupPart, type SetupValue } from '#shared/setup'
import { MINUS } from '#shared/units'

export interface SettingLine {
  readonly key: string
  readonly setting: SetupValue['setting']
  /** As the file calls it; shown where the setting is not known. */
  readonly name: string
  readonly stop: number | null
  readonly unit: SetupValue['unit']
  readonly derived: boolean
  /** Left front, right front, left rear, right rear: as one stands behind the car. */
  readonly cells: readonly { readonly part: SetupPart | null; readonly value: number | string }[]
}

export interface SettingGroup {
  readonly group: SetupGroup
  readonly lines: readonly SettingLine[]
}

const PARTS: readonly (SetupPart | null)[] = [null, 'lf', 'rf', 'lr', 'rr', 'front', 'rear']

export const groupsOf = (values: readonly SetupValue[]): readonly SettingGroup[] => {
  const byGroup = Map.groupBy(values, value => value.group)
  return SETUP_GROUPS.flatMap(group => {
    const own = byGroup.get(group)
    return own ? [{ group, lines: linesOf(own) }] : []
  })
}

const linesOf = (values: readonly SetupValue[]): readonly SettingLine[] => {
  const bySetting = Map.groupBy(values, value =>
    value.setting === null ? value.key : `${value.stop} ${value.setting} ${value.unit}`,
  )
  return Array.from(bySetting.values(), (same): SettingLine => {
    const { key, setting, name, stop, unit, derived } = same[0]!
    const cells = same
      .map(({ part, value }) => ({ part, value }))
      .sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part))
    return { key, setting, name, stop, unit, derived, cells }
  }).sort((a, b) => (a.stop ?? 0) - (b.stop ?? 0) || placeOf(a) - placeOf(b))
}

const placeOf = ({ setting }: SettingLine): number =>
  setting === null ? SETTING_IDS.length : SETTING_IDS.indexOf(setting)

/** As the file counts, without the noise of binary fractions. */
export const amountText = (value: number | string): string =>
  typeof value === 'string' ? value : String(Number(value.toPrecision(6))).replace('-', MINUS)

/** '+2', '−0.4'; nothing changed is '±0'. */
export const changeText = (change: number): string =>
  change === 0 ? '±0' : `${change > 0 ? '+' : ''}${amountText(change)}`
