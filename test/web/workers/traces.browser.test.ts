/** Traces are opened in a worker of their own, which is killed when it does not come to an end. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodeTrace, timeOf } from '#shared/trace'
import { createTraceReader, type TraceReaderOptions } from '#web/workers'
import { openTestLibrary, saveTestSession, traceOf, unwrap } from '../store/support.ts'

const openReader = (options?: TraceReaderOptions) => {
  const reader = createTraceReader(options)
  onTestFinished(() => reader.close())
  return reader
}

/** A worker made from a script, and a way to see whether it was ended. */
const scriptedWorker = (script: string) => {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  const worker = new Worker(url, { type: 'module' })
  let terminated = false
  const terminate = worker.terminate.bind(worker)
  worker.terminate = () => {
    terminated = true
    terminate()
  }
  return { worker, isTerminated: () => terminated }
}

describe('a trace reader', () => {
  test('opens a stored trace with a pyramid for each channel', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const [lap] = unwrap(await library.session(id)).laps
    const reader = openReader({ libraryName: library.name })
    const { trace, pyramids } = unwrap(await reader.open(lap!.trace!))
    expect(trace).toEqual(traceOf(0, 1, 0))
    expect(pyramids).toHaveLength(trace.channels.length)
    expect(pyramids[0]!.axis).toEqual(timeOf(trace, trace.channels[0]!))
    expect(pyramids[0]!.values).toEqual(trace.channels[0]!.values)
  })

  test('opens several, also when asked for at once, in one worker', async () => {
    const library = await openTestLibrary()
    const { laps } = unwrap(await library.session(await saveTestSession(library)))
    const reader = openReader({ libraryName: library.name })
    const opened = await Promise.all(laps.map(lap => reader.open(lap.trace!)))
    expect(opened.map(outcome => unwrap(outcome).trace.groups[0]!.timeMs[0])).toEqual([0, 61_000, 121_000])
  })

  test('opens bytes that are not in the library', async () => {
    const { trace } = unwrap(await openReader().openBytes(encodeTrace(traceOf(0, 3, 7))))
    expect(trace).toEqual(traceOf(0, 3, 7))
  })

  test('says what is wrong with bytes that are no trace, and opens the next', async () => {
    const reader = openReader()
    expect(await reader.openBytes(new Uint8Array(40))).toMatchObject({ ok: false, kind: 'damaged' })
    expect(await reader.openBytes(encodeTrace(traceOf(0, 1)))).toMatchObject({ ok: true })
  })

  test('says that a trace is not in the library', async () => {
    const library = await openTestLibrary()
    const reader = openReader({ libraryName: library.name })
    const staged = unwrap(
      await library.blobs.stage([{ bytes: encodeTrace(traceOf(0, 1)), kind: 'trace', own: true }]),
    )
    expect(await reader.open(staged[0]!)).toMatchObject({ ok: false, kind: 'missing' })
  })

  test('kills a worker that does not come to an end, and opens the next trace in a new one', async () => {
    const hanging = scriptedWorker('onmessage = () => { for (;;); }')
    const answering = scriptedWorker(
      'onmessage = ({ data }) => postMessage({ id: data.id, type: "RAW", value: { ok: true } })',
    )
    const workers = [hanging.worker, answering.worker]
    const reader = openReader({ createWorker: () => workers.shift()!, timeLimitMs: 1_000 })
    const bytes = encodeTrace(traceOf(0, 1))
    const [hung, next] = await Promise.all([reader.openBytes(bytes), reader.openBytes(bytes)])
    expect(hung).toMatchObject({ ok: false, kind: 'damaged', message: expect.stringContaining('stopped') })
    expect(hanging.isTerminated()).toBe(true)
    expect(next).toEqual({ ok: true })
  })

  test.for([
    ['does not load', 'this is no script'],
    ['breaks', 'onmessage = () => { throw new Error("out of memory") }'],
  ] as const)('settles when its worker %s', async ([, script]) => {
    const { worker, isTerminated } = scriptedWorker(script)
    const reader = openReader({ createWorker: () => worker })
    expect(await reader.openBytes(new Uint8Array(1))).toMatchObject({ ok: false, kind: 'damaged' })
    expect(isTerminated()).toBe(true)
  })

  test('settles what it is opening when it is closed', async () => {
    const { worker, isTerminated } = scriptedWorker('onmessage = () => {}')
    const reader = openReader({ createWorker: () => worker })
    const answer = reader.openBytes(new Uint8Array(1))
    const queued = reader.openBytes(new Uint8Array(1))
    await Promise.resolve()
    reader.close()
    for (const outcome of await Promise.all([answer, queued])) {
      expect(outcome).toMatchObject({ ok: false, kind: 'unavailable', because: 'closed' })
    }
    expect(isTerminated()).toBe(true)
  })
})
