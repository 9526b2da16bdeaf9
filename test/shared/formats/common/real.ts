/**
 * Recordings of other people, and numbers computed from them without this code. They lie beside the project and
 * are read in place; where they do not, the tests that need them say so in their names.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import {
  type FormatReader,
  HEAD_BYTES,
  type Log,
  type LoggedSession,
} from '../../../../shared/formats/model.ts'
import { type Channel, channelOf } from '../../../../shared/trace/index.ts'

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/telemetry/', import.meta.url))

export const hasReal = (file: string): boolean => existsSync(FOLDER + file)
export const realBytes = (file: string): Uint8Array => readFileSync(FOLDER + file)

interface Oracle {
  readonly rows: number
  readonly rows_with_unique_time: number
  readonly laps_s: readonly number[]
  readonly laps: readonly { readonly lap: number; readonly duration_s: number }[]
  readonly crossings_s_from_first_row: readonly number[]
  readonly channels: unknown
}

/** What is known about a file; the fields differ by format. */
export const oracleOf = (file: string): Oracle => {
  const all: { files: Record<string, Oracle> } = JSON.parse(readFileSync(`${FOLDER}ORACLES.json`, 'utf8'))
  const oracle = all.files[file]
  if (!oracle) throw new Error(`there is no oracle for ${file}`)
  return oracle
}

/** A suite about one real file, or one test that says it was not there. */
export const describeReal = (file: string, suite: () => void): void => {
  if (hasReal(file)) describe(file, suite)
  else {
    test(`${file} was not checked: it is not beside this project`, () => {
      expect(hasReal(file)).toBe(false)
    })
  }
}

export const readReal = async (reader: FormatReader, file: string): Promise<Log> => {
  const bytes = realBytes(file)
  expect(reader.detect(bytes.subarray(0, HEAD_BYTES))).toBe(true)
  const outcome = await reader.read(memorySource(file.split('/').at(-1)!, bytes), {})
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}

export const onlySession = (log: Log): LoggedSession => {
  expect(log.sessions).toHaveLength(1)
  return log.sessions[0]!
}

export interface Statistics {
  readonly finite: number
  readonly min: number
  readonly max: number
  readonly mean: number
}

export const statisticsOf = (values: ArrayLike<number>): Statistics => {
  let [finite, min, max, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (Number.isNaN(v)) continue
    finite++
    min = Math.min(min, v)
    max = Math.max(max, v)
    sum += v
  }
  return { finite, min, max, mean: sum / finite }
}

export const channel = (session: LoggedSession, name: string, source?: string): Channel => {
  const found = channelOf(session.trace, name, source)
  if (!found) throw new Error(`there is no channel ${name} ${source ?? ''}`)
  return found
}

/** Smallest and largest value of a channel against the file's own numbers, converted by `factor` and `offset`. */
export const expectRange = (
  got: Channel,
  want: { readonly min: number; readonly max: number },
  factor = 1,
  offset = 0,
): void => {
  const { min, max } = statisticsOf(got.values)
  const ends = [want.min * factor + offset, want.max * factor + offset].sort((a, b) => a - b)
  // Seven digits in the oracle (half a unit of the last is up to 5e-7), and a 24 bit mantissa.
  const slack = 6e-7 * Math.max(Math.abs(ends[0]!), Math.abs(ends[1]!), 1e-3)
  expect(Math.abs(min - ends[0]!), `${got.name} min ${min}, want ${ends[0]}`).toBeLessThanOrEqual(slack)
  expect(Math.abs(max - ends[1]!), `${got.name} max ${max}, want ${ends[1]}`).toBeLessThanOrEqual(slack)
}
