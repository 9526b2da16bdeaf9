/**
 * What a person chose for this device. Each setting is a row of its own, so that a damaged one falls back to
 * its default and the others stay, and so that two tabs changing different settings both keep their change.
 */
import type { UnitSystem } from '#shared/units'
import type { Connection } from './connection.ts'
import { type DamageLog, readGoodRows } from './damage.ts'
import type { Outcome } from './failures.ts'
import { isNamedRow } from './guards.ts'

/** The values each setting may have; the first is the default. */
export const SETTING_CHOICES = {
  units: ['metric', 'imperial'],
  theme: ['system', 'dark', 'light', 'contrast'],
  density: ['compact', 'comfortable'],
  language: ['en', 'de'],
  /** Actions on single letters; off for people who dictate (WCAG 2.1.4). */
  singleKeys: ['on', 'off'],
  /** How long after a backup a quiet line says that there is something newer. */
  backupReminder: ['monthly', 'weekly', 'off'],
  /** Paused: nothing of a league is sent or asked. */
  syncing: ['on', 'paused'],
  /** On one that costs money nothing but entries of leagues travels. */
  connection: ['free', 'metered'],
  /** GB that recordings of other people may take here. */
  roomForOthers: ['1', '0.25', '4', '16'],
} as const satisfies Record<string, readonly string[]> & { units: readonly UnitSystem[] }

export type SettingName = keyof typeof SETTING_CHOICES
export type Settings = { readonly [Name in SettingName]: (typeof SETTING_CHOICES)[Name][number] }

export const DEFAULT_SETTINGS: Settings = {
  units: SETTING_CHOICES.units[0],
  theme: SETTING_CHOICES.theme[0],
  density: SETTING_CHOICES.density[0],
  language: SETTING_CHOICES.language[0],
  singleKeys: SETTING_CHOICES.singleKeys[0],
  backupReminder: SETTING_CHOICES.backupReminder[0],
  syncing: SETTING_CHOICES.syncing[0],
  connection: SETTING_CHOICES.connection[0],
  roomForOthers: SETTING_CHOICES.roomForOthers[0],
}

export interface SettingsStore {
  settings(): Promise<Outcome<Settings>>
  set<Name extends SettingName>(name: Name, value: Settings[Name]): Promise<Outcome<null>>
}

export const createSettings = (connection: Connection, damage: DamageLog): SettingsStore => {
  const { settings } = connection.tables
  return {
    settings: () =>
      connection.run('r', ['settings'], async () => {
        const rows = await readGoodRows(settings, settings, isNamedRow, damage)
        const chosen = rows.filter(({ key, value }) => isChoice(key, value))
        for (const { key, value } of rows) {
          if (isSettingName(key) && !isChoice(key, value)) damage.report('settings', key)
        }
        return { ...DEFAULT_SETTINGS, ...Object.fromEntries(chosen.map(({ key, value }) => [key, value])) }
      }),

    set: (name, value) =>
      connection.run('rw', ['settings'], async () => {
        await settings.put({ key: name, value })
        return null
      }),
  }
}

const isSettingName = (key: string): key is SettingName => Object.hasOwn(SETTING_CHOICES, key)

const isChoice = (key: string, value: unknown): boolean =>
  isSettingName(key) && (SETTING_CHOICES[key] as readonly unknown[]).includes(value)
