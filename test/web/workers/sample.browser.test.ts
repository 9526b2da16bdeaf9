/** A sample session is made in a worker and is in the library like any other. */
import { describe, expect, test } from 'vitest'
import { lapTimeMs } from '#shared/lap'
import { joinTraces } from '#shared/trace'
import { createSampleSession, type SampleProgress } from '#web/workers'
import { behindItsBack, firstOf, NOON, openTestLibrary, unwrap } from '../store/support.ts'

const sampleIn = async (libraryName: string, changes: object = {}) => {
  const made = await createSampleSession({ libraryName, seed: 7, startedAt: NOON, laps: 3, ...changes })
  if (!made.ok) throw new Error(made.message)
  return made
}

describe('a sample session', () => {
  test('is in the library with track, car, driver and timed laps, and the page hears of it', async () => {
    const library = await openTestLibrary()
    const heard = firstOf(library.watchSessions(), outcome => outcome.ok && outcome.value.length > 0)
    const { sessionId, lapCount } = await sampleIn(library.name)
    const [line] = unwrap(await heard)
    expect(line).toMatchObject({
      session: { id: sessionId, startedAt: NOON, origin: { kind: 'sample', seed: 7 }, privacy: 'device' },
      track: 'Valdoro',
      layout: 'Full circuit',
      car: expect.stringMatching(/./),
      drivers: [expect.stringMatching(/./)],
      lapCount,
      best: { timeMs: expect.any(Number) },
    })
    const { laps } = unwrap(await library.session(sessionId))
    expect(laps.filter(lap => lap.kind === 'timed')).toHaveLength(3)
    for (const lap of laps) {
      expect(lap.timing).toMatchObject({ by: 'gates', gateVersion: 1 })
      if (lap.sectorsMs.length > 0)
        expect(lap.sectorsMs.reduce((sum, ms) => sum + ms, 0)).toBe(lapTimeMs(lap))
    }
  })

  test('keeps every sample: its pieces are the whole recording', async () => {
    const library = await openTestLibrary()
    const { sessionId } = await sampleIn(library.name)
    const { laps, session } = unwrap(await library.session(sessionId))
    const pieces = await Promise.all(laps.map(async lap => unwrap(await library.lapTrace(lap))))
    const between = unwrap(await library.sessionTrace(session))
    const whole = joinTraces([...pieces, ...(between ? [between] : [])])
    const bus = whole.groups[0]!.timeMs
    expect(bus[0]).toBe(0)
    expect(bus.every((time, i) => i === 0 || Math.abs(time - bus[i - 1]! - 20) < 1e-6)).toBe(true)
  })

  test('from the same seed has the same laps, and uses the same track, car and driver', async () => {
    const library = await openTestLibrary()
    const [first, second] = [await sampleIn(library.name), await sampleIn(library.name)]
    const [a, b] = [
      unwrap(await library.session(first.sessionId)),
      unwrap(await library.session(second.sessionId)),
    ]
    expect(b.laps.map(lap => lap.trace)).toEqual(a.laps.map(lap => lap.trace))
    expect([b.track, b.layout, b.car, b.drivers]).toEqual([a.track, a.layout, a.car, a.drivers])
    expect(unwrap(await library.listTracks())).toHaveLength(1)
    const names = await behindItsBack(library.name, 'blobs', store => store.count())
    expect(names).toBe(new Set(a.laps.map(lap => lap.trace?.sha256)).size + (a.session.betweenTrace ? 1 : 0))
  })

  test('tells how far it is', async () => {
    const library = await openTestLibrary()
    const steps: SampleProgress[] = []
    await sampleIn(library.name, { onProgress: (step: SampleProgress) => steps.push(step) })
    expect(steps[0]).toEqual({ stage: 'driving', done: 0 })
    expect(steps.at(-1)).toEqual({ stage: 'saving', done: 1 })
  })

  test('that is cancelled leaves no session, and can be made again', async () => {
    const library = await openTestLibrary()
    const stop = new AbortController()
    const cancelled = await createSampleSession({
      libraryName: library.name,
      seed: 7,
      startedAt: NOON,
      laps: 3,
      signal: stop.signal,
      onProgress: ({ stage }) => stage === 'saving' && stop.abort(),
    })
    expect(cancelled).toMatchObject({ ok: false, kind: 'cancelled' })
    expect(unwrap(await library.listSessions())).toEqual([])
    expect(
      await createSampleSession({ libraryName: library.name, seed: 7, startedAt: NOON, signal: stop.signal }),
    ).toMatchObject({ ok: false, kind: 'cancelled' })
    await sampleIn(library.name)
    expect(unwrap(await library.listSessions())).toHaveLength(1)
  })

  test('of 60 laps is stored in seconds while the page stays usable', async () => {
    const library = await openTestLibrary()
    const tasks: number[] = []
    const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration)))
    observer.observe({ entryTypes: ['longtask'] })
    const marks: [string, number][] = []
    const began = performance.now()
    const { sessionId } = await sampleIn(library.name, {
      laps: 60,
      onProgress: ({ stage, done }: SampleProgress) => {
        if (done === 0 || done === 1) marks.push([`${stage} ${done}`, Math.round(performance.now() - began)])
      },
    })
    marks.push(['stored', Math.round(performance.now() - began)])
    observer.disconnect()
    const { trace } = unwrap(await library.storageUsage()).bytesByKind
    console.info(
      `60 laps, ${(trace / 1e6).toFixed(1)} MB: ${marks.map(([what, ms]) => `${what} at ${ms} ms`).join(', ')};`,
      `long tasks on the page: ${tasks.map(ms => `${ms} ms`).join(', ') || 'none'}`,
    )
    expect(unwrap(await library.session(sessionId)).laps.length).toBeGreaterThanOrEqual(60)
  })
})
