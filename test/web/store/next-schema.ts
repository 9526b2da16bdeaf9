/**
 * A library from before this one and one from after it, both invented: what a real older version would look
 * like, so that the way from one version to the next is tested before there are two.
 *
 * Version 1 here knows no privacy level and keeps lap times in seconds; version 2 is the present shape.
 */
import type { Transaction } from 'dexie'
import { SCHEMA, type SchemaStep } from '../../../web/store/schema.ts'

/** Everything of today in one step. */
const today = { stores: Object.assign({}, ...SCHEMA.map(step => step.stores)) as SchemaStep['stores'] }

interface OldLap {
  readonly id: string
  readonly seconds: number
}

export const OLD_STEP: SchemaStep = {
  version: 1,
  stores: { ...today.stores, laps: 'id, sessionId', meta: 'key' },
}

const upgradeLaps = async (tables: Transaction): Promise<void> => {
  await tables
    .table('laps')
    .toCollection()
    .modify((lap: OldLap, holder: { value: object }) => {
      const { seconds, ...rest } = lap
      holder.value = { ...rest, privacy: 'my-devices', endMs: Math.round(seconds * 1000) }
    })
}

export const NEXT_STEP: SchemaStep = { version: 2, stores: today.stores, upgrade: upgradeLaps }

export const OLD_SCHEMA: readonly SchemaStep[] = [OLD_STEP]
export const NEXT_SCHEMA: readonly SchemaStep[] = [OLD_STEP, NEXT_STEP]

/** Enough that an upgrade can be stopped in the middle. */
export const OLD_LAPS: readonly OldLap[] = Array.from({ length: 500 }, (_, i) => ({
  id: `lap ${String(i).padStart(3, '0')}`,
  sessionId: 'session',
  seconds: 60 + i / 1000,
}))
