/** What tabs say about imports is read back, files included; whatever else arrives is ignored. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CsvMapping, CsvSniff } from '#shared/formats'
import type { SessionId } from '#shared/id'
import type { ImportReport } from '#web/workers'
import { type JobState, type JobView, newJobId } from '../../../web/import/job.svelte.ts'
import {
  IMPORTS_VERSION,
  readTabMessage,
  type TabMessage,
  toTabMessage,
} from '../../../web/import/tab-messages.ts'
import type { TabId } from '../../../web/leader/messages.ts'

const ME = 'a'.repeat(32) as TabId
const YOU = 'b'.repeat(32) as TabId

const STATES: readonly JobState[] = [
  { kind: 'waiting' },
  { kind: 'running', progress: { stage: 'saving', done: 0.5, saving: ['c'.repeat(32) as SessionId] } },
  { kind: 'done', report: { format: 'X', notes: [], sessions: [] } satisfies ImportReport },
  { kind: 'already', sessions: [], readWith: ['a.ldx'] },
  { kind: 'table', table: { fingerprint: 'f' } as CsvSniff, reason: 'Unknown.' },
  { kind: 'failed', reason: 'It is a photo.' },
  { kind: 'lone', first: 'ld' },
  { kind: 'cancelled' },
]

const jobOf = (state: JobState): JobView => ({
  id: newJobId(),
  owner: ME,
  group: { file: new File(['x'], 'a.ld'), companions: [new File(['y'], 'a.ldx')] },
  turn: 3,
  state,
  mapping: { fingerprint: 'f' } as CsvMapping,
})

const jobs = STATES.map(jobOf)
const changes = jobs.map(({ id, turn, state, mapping }) => ({ id, turn, state, mapping }))
const ids = jobs.map(({ id }) => id)

const MESSAGES: readonly TabMessage[] = [
  { kind: 'hello', from: ME },
  { kind: 'list', from: ME, jobs },
  { kind: 'hand', from: ME, jobs },
  { kind: 'change', from: ME, jobs: changes },
  {
    kind: 'wish',
    from: ME,
    n: 1,
    wish: { action: 'again', ids, mapping: { fingerprint: 'f' } as CsvMapping },
  },
  { kind: 'got', from: ME, to: YOU, ids, wishes: [1, 2] },
]

test.each(MESSAGES)('$kind is heard as it was said', message => {
  const heard = readTabMessage(structuredClone(toTabMessage(message)))
  expect(heard).toMatchObject(message)
})

test('a tab of another version is not understood', () => {
  for (const message of MESSAGES) {
    const other = { ...(toTabMessage(message) as object), v: IMPORTS_VERSION + 1 }
    expect(readTabMessage(other)).toBeNull()
  }
})

test('a message of which any part is missing is nothing', () => {
  for (const message of MESSAGES) {
    for (const field of Object.keys(message)) {
      const { [field]: _, ...rest } = toTabMessage(message) as Record<string, unknown>
      expect(readTabMessage(rest), `${message.kind} without ${field}`).toBeNull()
    }
  }
  for (const state of STATES) {
    for (const field of Object.keys(state)) {
      const { [field]: _, ...rest } = state as unknown as Record<string, unknown>
      const cut = {
        kind: 'list',
        from: ME,
        jobs: [{ ...jobs[0]!, state: rest as unknown as JobState }],
      } as const
      expect(readTabMessage(toTabMessage(cut)), `${state.kind} without ${field}`).toBeNull()
    }
  }
})

test('any value at all is answered without throwing', () => {
  const kind = fc.constantFrom(...MESSAGES.map(message => message.kind))
  const list = fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), fc.constantFrom(...jobs))))
  const fields = fc.record(
    { v: fc.constant(IMPORTS_VERSION), kind, from: fc.constant(ME), jobs: list, wish: fc.anything() },
    { requiredKeys: ['v', 'kind', 'from'] },
  )
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fields), value => {
      const message = readTabMessage(value)
      expect(message === null || MESSAGES.some(known => known.kind === message.kind)).toBe(true)
    }),
  )
})
