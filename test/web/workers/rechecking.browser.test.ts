/** C6: laps of other people are timed again in a worker that is killed when it does not come to an end. */
import { describe, expect, test } from 'vitest'
import { createTrace, encodeTrace } from '#shared/trace'
import { asMillis } from '#shared/units'
import type { LapCheck } from '#web/store'
import { MAX_CHECKED_BYTES, recheckOf } from '../../../web/workers/recheck.ts'
import { createRechecker } from '../../../web/workers/rechecking.ts'
import { openTestLibrary, unwrap } from '../store/support.ts'

const line = (x: number) => ({ left: { x, y: 10 }, right: { x, y: -10 } })
const LINES = { startFinish: line(0), finish: line(1000), sectors: [], origin: 'drawn' }
const layout = {
  id: 'ab'.repeat(16),
  trackId: 'cd'.repeat(16),
  name: 'Straight',
  frame: { kind: 'flat', space: 'test' },
  gateVersions: [{ ...LINES, version: 1 }],
  corners: [],
} as unknown as LapCheck['layout']

/** Along the straight from 50 m before the first line to 50 m behind the last, at 50 m/s: 20 s between the lines. */
const drive = (space = 'test', to = 1050) => {
  const timeMs = Float64Array.from({ length: Math.round((to + 50) / 5) + 1 }, (_, i) => i * 100)
  const channel = (name: string, of: (i: number) => number) => ({
    ...({ name, unit: 'm', kind: 'continuous', source: space } as const),
    values: Float32Array.from(timeMs, (_, i) => of(i)),
  })
  const channels = [channel('x', i => -50 + i * 5), channel('y', () => 0)]
  return encodeTrace(createTrace([{ timeMs, channels }]))
}

const check = (timeMs: number, version: number | null = 1) => ({ layout, version, timeMs: asMillis(timeMs) })

describe('a lap timed again', () => {
  test('matches at the millisecond the lines say, and a forty of them at a game’s own marks', () => {
    const bytes = drive()
    expect(recheckOf(bytes, check(20_000))).toBe('match')
    expect(recheckOf(bytes, check(20_001))).toBe('match')
    expect(recheckOf(bytes, check(20_040, null))).toBe('match')
  })

  test('differs beyond that', () => {
    const bytes = drive()
    expect(recheckOf(bytes, check(20_002))).toBe('differs')
    expect(recheckOf(bytes, check(19_959, null))).toBe('differs')
    expect(recheckOf(bytes, check(15_000))).toBe('differs')
  })

  test('cannot be told when it never crosses the lines, has no position, or the lines are not known', () => {
    expect(recheckOf(drive('test', 900), check(20_000))).toBe('cannot-tell')
    const noPosition = encodeTrace(
      createTrace(
        [{ timeMs: Float64Array.of(0, 100), channels: [] }].map(group => ({
          ...group,
          channels: [
            { name: 'speed', unit: 'm/s', kind: 'continuous', source: '', values: Float32Array.of(1, 2) },
          ],
        })),
      ),
    )
    expect(recheckOf(noPosition, check(20_000))).toBe('cannot-tell')
    expect(recheckOf(drive(), check(20_000, 7))).toBe('cannot-tell')
  })

  test('is given up when it is no recording, or a larger one than any lap', () => {
    expect(recheckOf(new Uint8Array(200), check(20_000))).toBe('gave-up')
    expect(recheckOf(new Uint8Array(MAX_CHECKED_BYTES + 1), check(20_000))).toBe('gave-up')
  })
})

const scripted = (script: string) => {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  const worker = new Worker(url, { type: 'module' })
  let isEnded = false
  const terminate = worker.terminate.bind(worker)
  worker.terminate = () => {
    isEnded = true
    terminate()
  }
  return { worker, isEnded: () => isEnded }
}

describe('a rechecker', () => {
  const keep = async (bytes: Uint8Array<ArrayBuffer>) => {
    const library = await openTestLibrary()
    const staged = unwrap(await library.blobs.stage([{ bytes, kind: 'trace', own: false }]))
    const [info] = unwrap(await library.blobs.name(staged))
    return { libraryName: library.name, trace: info!.sha256 }
  }

  test('reads the recording from the library', async () => {
    const { libraryName, trace } = await keep(drive())
    const rechecker = createRechecker({ libraryName })
    const both = [check(20_000), check(21_000)].map(each => rechecker.recheck({ ...each, trace }))
    expect(await Promise.all(both)).toEqual(['match', 'differs'])
  })

  test('says nothing of a lap whose recording is gone', async () => {
    const { libraryName } = await keep(drive())
    const trace = 'ef'.repeat(32) as LapCheck['trace']
    expect(await createRechecker({ libraryName }).recheck({ ...check(20_000), trace })).toBeNull()
  })

  test('kills a worker that hangs, gives that lap up and times the next', async () => {
    const { libraryName, trace } = await keep(drive())
    const hanging = scripted('onmessage = () => { for (;;); }')
    const workers = [hanging.worker]
    const rechecker = createRechecker({
      libraryName,
      timeLimitMs: 300,
      createWorker: () => workers.shift() ?? scripted(`import '${location.origin}/none.js'`).worker,
    })
    expect(await rechecker.recheck({ ...check(20_000), trace })).toBe('gave-up')
    expect(hanging.isEnded()).toBe(true)
    expect(await createRechecker({ libraryName }).recheck({ ...check(20_000), trace })).toBe('match')
  })

  test('says nothing when its worker does not load', async () => {
    const { worker, isEnded } = scripted('this is no script')
    const rechecker = createRechecker({ createWorker: () => worker })
    const trace = 'ef'.repeat(32) as LapCheck['trace']
    expect(await rechecker.recheck({ ...check(20_000), trace })).toBeNull()
    expect(isEnded()).toBe(true)
  })
})
