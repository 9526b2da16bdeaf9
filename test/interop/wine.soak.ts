/**
 * The Windows code path for real: under Wine one process publishes ACC's pages, another runs our own source on them, and
 * what it drained is held against the packets that were written. By hand: `npm run soak -- wine`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bytesToEvents } from '#shared/sim'
import { holdAgainstTruth } from './wine/truth.ts'
import { missingForWine, openWindows, type Windows, type WindowsRun } from './wine/wine.ts'

const PUBLISH_MS = 20_000
const missing = missingForWine()
if (missing) console.warn(`The Windows reader was not run: ${missing}.`)

/** Given, it is used again and stays; the Windows Node in it need not be fetched then. */
const given = process.env.PADDOCK_WINE_FOLDER

describe.skipIf(missing !== null)('under Wine', () => {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'paddock-wine-'))
  let windows: Windows | null = null
  afterAll(() => {
    windows?.stop()
    if (!given) rmSync(folder, { recursive: true, force: true })
  })

  const said = async (run: WindowsRun, word: string): Promise<void> => {
    await expect.poll(() => run.said(), { timeout: 60_000 }).toContain(word)
  }

  test('our source reads what another Windows process publishes, and sees it go', async () => {
    windows = openWindows(folder)
    const events = join(folder, 'events.bin')
    const reading = windows.run('read', 'test/interop/wine/read.ts', [`Z:${events}`, '120000'])
    await said(reading, 'reading')
    const publishing = windows.run('publish', 'test/interop/wine/publish.ts', [String(PUBLISH_MS)])
    await said(publishing, 'publishing')
    await said(publishing, 'published')
    await said(reading, 'counts')
    const packets = Number(/published (\d+)/.exec(publishing.said())?.[1])
    const { counts, states, platform } = JSON.parse(
      reading
        .said()
        .split('\n')
        .find(line => line.startsWith('{'))!,
    )
    console.log(reading.said().trim())
    expect(platform).toBe('win32')

    const read = bytesToEvents(readFileSync(events))
    expect(read.end).toBe('whole')
    expect(read.events[0]?.kind).toBe('clock')
    expect(read.events.find(event => event.kind === 'identity')).toMatchObject({
      game: 'acc',
      car: 'meridian_gt_r2',
      driver: 'Mira Holt',
    })
    expect(read.events.at(-1)?.kind).toBe('away')
    const truth = holdAgainstTruth(read.events, packets)
    console.log(truth, packets)
    expect(truth.wrong).toBe(0)
    expect(truth.samples).toBe(counts.seen)
    // How many is a matter of the machine: two Windows processes under Wine share it with everything else.
    expect(truth.samples).toBeGreaterThan(packets / 4)
    expect(states.map((state: { kind: string }) => state.kind)).toEqual(
      expect.arrayContaining(['searching', 'reading']),
    )
    expect(states.at(-1).kind).toBe('searching')
  })
})
