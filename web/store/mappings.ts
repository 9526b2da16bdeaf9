/**
 * What a person said about the columns of a table of no known format, remembered by the table's header: the next
 * file with the same header is read without asking.
 */
import type { Connection } from './connection.ts'
import type { Outcome } from './failures.ts'
import { isNamedRow } from './guards.ts'

export interface Mappings {
  /** As it was remembered and unchecked, or null. */
  mappingFor(fingerprint: string): Promise<Outcome<unknown>>
  rememberMapping(fingerprint: string, mapping: unknown): Promise<Outcome<null>>
}

const keyOf = (fingerprint: string): string => `csv-mapping:${fingerprint}`

export const createMappings = ({ run, tables: { meta } }: Connection): Mappings => ({
  mappingFor: fingerprint =>
    run('r', ['meta'], async () => {
      const row: unknown = await meta.get(keyOf(fingerprint))
      return isNamedRow(row) ? (row.value ?? null) : null
    }),

  rememberMapping: (fingerprint, mapping) =>
    run('rw', ['meta'], async () => {
      await meta.put({ key: keyOf(fingerprint), value: mapping })
      return null
    }),
})
