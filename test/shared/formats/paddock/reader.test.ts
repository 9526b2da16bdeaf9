/** Our own trace files come back as they were, and as sessions whose laps can be cut. */
import { expect, test } from 'vitest'
import { paddockReader } from '../../../../shared/formats/paddock/index.ts'
import { createTrace, encodeTrace } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { onlySession } from '../common/real.ts'
import { bytesOf, madeSession } from '../pipeline/made.ts'

const sessionOf = async (bytes: Uint8Array) => {
  const outcome = await readBytes(paddockReader, bytes, 'lap.arrow')
  if (!outcome.ok) throw new Error(outcome.reason)
  return onlySession(outcome.log)
}
const reasonOf = async (bytes: Uint8Array) => {
  const outcome = await readBytes(paddockReader, bytes)
  return outcome.ok ? 'it was read' : outcome.reason
}

const flat = (name: string, values: number[]) =>
  ({ name, unit: 'm', kind: 'continuous', source: 'sim', values: Float64Array.from(values) }) as const

test('is known by its first bytes', () => {
  expect(paddockReader.detect(encodeTrace(madeSession().trace))).toBe(true)
  expect(paddockReader.detect(bytesOf('ARROW'))).toBe(false)
})

test('a trace comes back as it was', async () => {
  const { trace } = madeSession()
  const session = await sessionOf(encodeTrace(trace))
  expect(session.trace).toEqual(trace)
  expect(session).toMatchObject({ frame: { kind: 'wgs84' }, startedAt: null, marks: null, lapColumn: null })
})

test('a trace in flat metres belongs to a simulator', async () => {
  const trace = createTrace([
    { timeMs: Float64Array.of(0, 1, 2), channels: [flat('x', [0, 1, 2]), flat('y', [0, 0, 0])] },
  ])
  expect((await sessionOf(encodeTrace(trace))).frame).toEqual({ kind: 'flat', space: '' })
})

test('a lap counter is kept as a last resort', async () => {
  const lap = { ...flat('lap', [0, 1, 1, 2, 2, 3]), unit: '', kind: 'discrete' } as const
  const trace = createTrace([{ timeMs: Float64Array.of(0, 10, 20, 30, 40, 50), channels: [lap] }])
  expect((await sessionOf(encodeTrace(trace))).lapColumn).toEqual([
    { number: 1, startMs: 10, endMs: 30 },
    { number: 2, startMs: 30, endMs: 50 },
  ])
})

test('a trace without samples, or of something else, is refused', async () => {
  expect(await reasonOf(encodeTrace(createTrace([])))).toContain('not one sample')
  expect(await reasonOf(bytesOf('ARROW1\0\0 and no more'))).toContain('cannot be opened')
})
