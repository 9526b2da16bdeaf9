/**
 * Small things a person said once and is not asked again: values under a topic and a key.
 *
 * A value comes back as it was remembered and unchecked: whoever asks checks it, because an older Paddock or a
 * damaged disk may have written it.
 */
import type { Connection } from './connection.ts'
import type { Outcome } from './failures.ts'
import { isNamedRow } from './guards.ts'

/** csv-mapping: by a table's header · arrangement: the charts of the desk, by car. */
export const REMEMBERED_TOPICS = ['csv-mapping', 'arrangement'] as const
export type RememberedTopic = (typeof REMEMBERED_TOPICS)[number]

export interface Remembered {
  /** Null when nothing was remembered. */
  recall(topic: RememberedTopic, key: string): Promise<Outcome<unknown>>
  remember(topic: RememberedTopic, key: string, value: unknown): Promise<Outcome<null>>
}

export const createRemembered = ({ run, tables: { meta } }: Connection): Remembered => ({
  recall: (topic, key) =>
    run('r', ['meta'], async () => {
      const row: unknown = await meta.get(`${topic}:${key}`)
      return isNamedRow(row) ? (row.value ?? null) : null
    }),

  remember: (topic, key, value) =>
    run('rw', ['meta'], async () => {
      await meta.put({ key: `${topic}:${key}`, value })
      return null
    }),
})
