/** Lines move in the worker the page uses: with progress, stopped half-way, left for later, and how long it takes. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { lapTimeMs } from '#shared/lap'
import { catchUpWhenIdle } from '#web/import'
import { library as page } from '#web/state'
import { moveLayoutLines, openLinesPreview, type RetimeProgress, retimeSession } from '#web/workers'
import { retime } from '../../../web/workers/retime-session.ts'
import { tableFile } from '../import/files.ts'
import { importTable } from '../import/support.ts'
import { openTestLibrary, unwrap } from '../store/support.ts'
import { detailOf, lapsOf, linesMoved, sampleIn } from './retime-support.ts'

const LAPS = 4

describe('in the worker the page uses', () => {
  test('moving, timing and previews work, and progress is told', async () => {
    const library = await openTestLibrary()
    const options = { libraryName: library.name }
    const before = await sampleIn(library, 2)
    const opened = await openLinesPreview(before.session.id, options)
    if (opened.kind !== 'open') throw new Error(JSON.stringify(opened))
    const { preview } = opened
    onTestFinished(() => preview.close())
    const lines = await linesMoved(library, before, 50)
    const shown = await preview.lapsAt(lines)
    const steps: RetimeProgress[] = []
    const request = { layoutId: before.layout!.id, lines, sessions: [before.session.id] }
    const outcome = await moveLayoutLines(request, { ...options, onProgress: step => steps.push(step) })
    expect(outcome).toMatchObject({ kind: 'done', retimed: [before.session.id] })
    expect(steps.at(-1)).toMatchObject({ stage: 'saving', done: 1, session: 0, of: 1 })
    expect((await detailOf(library, before.session.id)).laps.map(lapTimeMs)).toEqual(
      shown?.laps?.map(lap => lap.timeMs),
    )
    expect(await retimeSession(before.session.id, options)).toMatchObject({ kind: 'done' })
    preview.close()
    expect(await preview.lapsAt(lines)).toBeNull()
  })

  test('stopped half-way it leaves the laps as they were, found again later', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, LAPS)
    const stop = new AbortController()
    const outcome = await moveLayoutLines(
      {
        layoutId: before.layout!.id,
        lines: await linesMoved(library, before, 140),
        sessions: [before.session.id],
      },
      {
        libraryName: library.name,
        signal: stop.signal,
        onProgress: ({ stage }) => stage === 'saving' && stop.abort(),
      },
    )
    expect(outcome).toEqual({ kind: 'cancelled' })
    const after = await detailOf(library, before.session.id)
    expect(lapsOf(after)).toEqual(lapsOf(before))
    for (const lap of after.laps) expect((await library.lapTrace(lap)).ok).toBe(true)
    expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([before.session.id])
    expect(await retime(library, before.session.id, () => {})).toMatchObject({ kind: 'done' })
    expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([])
  })

  test('60 laps are timed anew in seconds, away from the thread of the page', async () => {
    const library = await openTestLibrary()
    const options = { libraryName: library.name }
    const before = await sampleIn(library, 60)
    const lines = await linesMoved(library, before, 100)
    const opening = performance.now()
    const opened = await openLinesPreview(before.session.id, options)
    if (opened.kind !== 'open') throw new Error(JSON.stringify(opened))
    onTestFinished(() => opened.preview.close())
    const open = performance.now() - opening
    const shows: number[] = []
    for (let i = 0; i < 2; i++) {
      const asked = performance.now()
      await opened.preview.lapsAt(lines)
      shows.push(performance.now() - asked)
    }
    const tasks: number[] = []
    const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration)))
    observer.observe({ entryTypes: ['longtask'] })
    const began = performance.now()
    const stages = new Map<string, number>()
    const request = { layoutId: before.layout!.id, lines, sessions: [before.session.id] }
    const outcome = await moveLayoutLines(request, {
      ...options,
      onProgress: ({ stage }) => stages.set(stage, stages.get(stage) ?? performance.now() - began),
    })
    const all = performance.now() - began
    observer.disconnect()
    const told = [...stages].map(([stage, ms]) => `${stage} from ${ms.toFixed(0)} ms`).join(', ')
    console.info(
      `60 laps: preview open in ${open.toFixed(0)} ms, a line tried in ${shows.map(ms => ms.toFixed(0))} ms;`,
      `timed anew in ${all.toFixed(0)} ms (${told});`,
      `long tasks on the page meanwhile: ${tasks.map(ms => `${ms} ms`).join(', ') || 'none'}`,
    )
    expect(outcome).toMatchObject({ kind: 'done', retimed: [before.session.id] })
  }, 60_000)
})

test('a page that is idle times anew what was left at old lines, from files and not', async () => {
  const library = await openTestLibrary()
  page.now = library
  onTestFinished(() => {
    page.now = null
    vi.unstubAllGlobals()
  })
  // A browser that draws nothing new may take ten seconds to call itself idle.
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => setTimeout(callback))
  const left = [await sampleIn(library, 2), await importTable(library, tableFile('a.csv'))]
  for (const detail of left) {
    unwrap(await library.moveGates(detail.layout!.id, await linesMoved(library, detail, 45)))
  }
  const onDone = vi.fn()
  await catchUpWhenIdle({ isBusy: () => false, signal: new AbortController().signal, onDone })
  expect(onDone).toHaveBeenCalledExactlyOnceWith(2)
  expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([])
  for (const { session, laps } of left) {
    const after = await detailOf(library, session.id)
    expect(after.laps.map(lap => lap.id)).toEqual(laps.map(lap => lap.id))
    expect(after.laps.map(lap => lap.startMs)).not.toEqual(laps.map(lap => lap.startMs))
  }
}, 60_000)
