/** A file becomes a session as a whole or not at all, once; in a worker that can be stopped. */
import { describe, expect, test } from 'vitest'
import { isRanked } from '#shared/lap'
import { joinTraces } from '#shared/trace'
import { type ImportProgress, importFile } from '#web/workers'
import { behindItsBack, openTestLibrary, unwrap } from '../store/support.ts'
import { markedLog, NOON, tableFile, toFile } from './files.ts'
import {
  expectUnchanged,
  explained,
  importedSession,
  importInto,
  importTable,
  reportOf,
  timesOf,
} from './support.ts'

const requestOf = (file: File) => ({ file, companions: [], mapping: null })

describe('a log', () => {
  test('is in the library with its laps, place and original, and the report says what was found', async () => {
    const library = await openTestLibrary()
    const file = markedLog('goodwood.csv', { laps: 4 })
    const { format, sessions } = reportOf(await importInto(library, file))
    expect(format).toBe('TrackAddict CSV')
    expect(sessions).toMatchObject([{ lapCount: expect.any(Number), timedBy: 'marks', isNewPlace: true }])

    const detail = unwrap(await library.session(sessions[0]!.id))
    expect(detail.session).toMatchObject({ startedAt: NOON, privacy: 'my-devices' })
    expect(detail.imported).toMatchObject({ format, timedBy: 'marks', files: [], part: 0, mapping: null })
    expect(detail.laps.filter(isRanked).length).toBeGreaterThanOrEqual(3)
    expect(sessions[0]!.bestMs).toBe(Math.min(...timesOf(detail)))
    expect(detail.layout?.gateVersions).toHaveLength(1)

    const { origin } = detail.session
    if (origin.kind !== 'file') throw new Error('it came from a file')
    expect(origin.fileName).toBe('goodwood.csv')
    const original = unwrap(await library.blobs.read(origin.original.sha256))
    expect(original).toEqual(new Uint8Array(await file.arrayBuffer()))
  })

  test('keeps every sample: its pieces are the whole recording', async () => {
    const library = await openTestLibrary()
    const { session, laps } = await importedSession(library, markedLog('a.csv'))
    const pieces = await Promise.all(laps.map(async lap => unwrap(await library.lapTrace(lap))))
    const between = unwrap(await library.sessionTrace(session))
    const whole = joinTraces([...pieces, ...(between ? [between] : [])])
    for (const { timeMs } of whole.groups) {
      expect(timeMs.every((t, i) => i === 0 || t > timeMs[i - 1]!)).toBe(true)
    }
    expect(whole.groups[0]!.timeMs.at(-1)).toBeGreaterThan(laps.at(-1)!.endMs - 2000)
  })

  test('of a driver nobody names has a driver without a name', async () => {
    const library = await openTestLibrary()
    const { drivers, laps } = await importedSession(library, markedLog('a.csv'))
    expect(drivers.map(driver => driver.name)).toEqual([''])
    expect(laps.every(lap => lap.driverId === drivers[0]!.id)).toBe(true)
    expect(unwrap(await library.listSessions())[0]!.drivers).toEqual([])
  })

  test('that does not say when it was driven has the date of its file, and says so', async () => {
    const library = await openTestLibrary()
    const { session, imported } = await importTable(library, tableFile('a.csv'))
    expect(session.startedAt).toBe(NOON)
    expect(imported?.notes).toContainEqual({
      kind: 'guessed',
      text: expect.stringContaining('the date of the file itself'),
    })
  })

  test('is imported once: the same bytes again, under another name too, lead to the session that is there', async () => {
    const library = await openTestLibrary()
    const file = markedLog('a.csv')
    const { session } = await importedSession(library, file)
    const again = await importInto(library, toFile('copy of a.csv', await file.arrayBuffer()))
    expect(again).toMatchObject({ kind: 'already', sessions: [{ id: session.id, startedAt: NOON }] })
    expect(unwrap(await library.listSessions())).toHaveLength(1)
  })

  test('dropped twice at once is imported once', async () => {
    const library = await openTestLibrary()
    const file = markedLog('a.csv')
    const outcomes = await Promise.all([importInto(library, file), importInto(library, file)])
    expect(outcomes.map(outcome => outcome.kind).sort()).toEqual(['already', 'done'])
  })

  test('and another of the same new circuit, read at once, make one layout', async () => {
    const library = await openTestLibrary()
    await Promise.all([1, 2].map(seed => importInto(library, markedLog(`${seed}.csv`, { seed }))))
    expect(unwrap(await library.listSessions())).toHaveLength(2)
    expect(unwrap(await library.knownLayouts())).toHaveLength(1)
  })

  test('whose second file comes later is read again with it, once, and keeps both', async () => {
    const library = await openTestLibrary()
    const log = markedLog('a.ld')
    const { session, laps } = await importedSession(library, log)
    const companions = [toFile('a.ldx', '<LDXFile/>')]
    const again = await importInto(library, log, { companions })
    expect(again).toMatchObject({ kind: 'already', sessions: [{ id: session.id }], readWith: ['a.ldx'] })
    const after = unwrap(await library.session(session.id))
    expect(after.imported?.files).toMatchObject([{ role: 'companion', fileName: 'a.ldx' }])
    expect(after.laps.map(lap => lap.id)).toEqual(laps.map(lap => lap.id))
    expect(await importInto(library, log, { companions })).toMatchObject({ kind: 'already', readWith: [] })
  })

  test('that was deleted can be imported again', async () => {
    const library = await openTestLibrary()
    const file = markedLog('a.csv')
    const { session } = await importedSession(library, file)
    unwrap(await library.deleteSession(session.id))
    expect((await importInto(library, file)).kind).toBe('done')
  })
})

describe('what cannot be imported', () => {
  test.each([
    ['an empty file', toFile('empty.csv', '')],
    ['a photo called .csv', toFile('photo.csv', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46))],
    ['text', toFile('letter.txt', 'Dear driver,\nthank you for the lap.\n'.repeat(50))],
    [
      'noise',
      toFile(
        'noise.ld',
        Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251),
      ),
    ],
  ])('%s ends in one sentence and leaves nothing behind', async (_, file) => {
    const library = await openTestLibrary()
    const outcome = await importInto(library, file)
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^[A-Z][^\n]{30,}\.$/) })
    await expectUnchanged(library)
  })

  test.each([
    [
      'taken away after it was chosen',
      { slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) },
      'no longer be read',
    ],
    ['larger than a browser can hold', { size: 2 ** 31 }, 'larger than 1 GB'],
  ])('a file %s', async (_, changes, words) => {
    const library = await openTestLibrary()
    const file = Object.defineProperties(
      markedLog('a.csv'),
      Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, { value }])),
    )
    expect(await importInto(library, file)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(words),
    })
    await expectUnchanged(library)
  })
})

describe('an import that is stopped', () => {
  test.each(['checking', 'reading', 'saving'] as const)('while %s leaves nothing behind', async stage => {
    const library = await openTestLibrary()
    const stop = new AbortController()
    const outcome = await importFile(requestOf(markedLog('a.csv', { laps: 8 })), {
      libraryName: library.name,
      signal: stop.signal,
      onProgress: progress => progress.stage === stage && stop.abort(),
    })
    expect(outcome).toEqual({ kind: 'cancelled' })
    await expectUnchanged(library)
    expect(await behindItsBack(library.name, 'blobs', store => store.count())).toBe(0)
  })

  test('can be started again', async () => {
    const library = await openTestLibrary()
    const stop = new AbortController()
    stop.abort()
    const file = markedLog('a.csv')
    const options = { libraryName: library.name, signal: stop.signal }
    expect(await importFile(requestOf(file), options)).toEqual({ kind: 'cancelled' })
    expect((await importFile(requestOf(file), { libraryName: library.name })).kind).toBe('done')
  })
})

test('a long log is imported in a worker and is seen to move', async () => {
  const library = await openTestLibrary()
  const steps: ImportProgress[] = []
  await importFile(requestOf(markedLog('long.csv', { laps: 12 })), {
    libraryName: library.name,
    onProgress: step => steps.push(step),
  })
  expect([...new Set(steps.map(step => step.stage))]).toEqual(['checking', 'reading', 'timing', 'saving'])
  for (const stage of ['checking', 'reading', 'saving'] as const) {
    const parts = steps.filter(step => step.stage === stage).map(step => step.done)
    expect(parts).toEqual(parts.toSorted((a, b) => a - b))
    expect(parts.at(-1)).toBe(1)
  }
  expect(steps.at(-1)!.saving).toHaveLength(1)
})

describe('a table nobody knows', () => {
  test('is asked about, read as explained, and the next with its header is read without asking', async () => {
    const library = await openTestLibrary()
    const { imported, laps, layout } = await importTable(library, tableFile('first.csv'))
    expect(imported?.timedBy).toBe('proposed-line')
    expect(laps.filter(isRanked).length).toBeGreaterThan(0)
    expect(layout).not.toBeNull()

    const second = reportOf(await importInto(library, tableFile('second.csv', { seed: 9 })))
    expect(second.notes).toContainEqual({ kind: 'info', text: expect.stringContaining('as you said') })
    expect(second.sessions[0]).toMatchObject({ timedBy: 'known-layout', isNewPlace: false })
  })

  test('with another header is asked about again', async () => {
    const library = await openTestLibrary()
    await importTable(library, tableFile('first.csv'))
    const other = tableFile('other.csv', { header: 'Zeit,lat,lon,v,Water temperature (°C)' })
    expect((await importInto(library, other)).kind).toBe('unknown-csv')
  })

  test('whose remembered meaning does not fit any more is asked about again', async () => {
    const library = await openTestLibrary()
    const file = tableFile('first.csv')
    const asked = await importInto(library, file)
    if (asked.kind !== 'unknown-csv') throw new Error('it asks')
    const mapping = explained(asked.table)
    for (const broken of [{ ...mapping, firstRow: 1e9 }, { fingerprint: mapping.fingerprint }]) {
      unwrap(await library.remember('csv-mapping', mapping.fingerprint, broken))
      expect((await importInto(library, file)).kind).toBe('unknown-csv')
    }
  })
})
