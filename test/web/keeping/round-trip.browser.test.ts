/** A library goes into one file and comes back as it was, into an empty library or a filled one. */
import { describe, expect, test } from 'vitest'
import { openArchive } from '#shared/archive'
import { asEpochMillis } from '#shared/units'
import { fillWithOneOfEach } from '../store/released-content.ts'
import {
  behindItsBack,
  NOON,
  openTestLibrary,
  recordedSession,
  saveTestSession,
  unwrap,
} from '../store/support.ts'
import { bytesOf, contentOf, EXPORT, exportToFile, importFile, opened, rowsIn } from './archives.ts'

const filled = async () => {
  const library = await openTestLibrary()
  await fillWithOneOfEach(library)
  return library
}

describe('S5 export, wipe, import', () => {
  test('gives identical records in every table, and the same bytes by their hashes', async () => {
    const from = await filled()
    const file = await exportToFile(from)
    const to = await openTestLibrary()
    const report = await importFile(to, file)
    expect(await contentOf(to.name)).toEqual(await contentOf(from.name))
    expect(await bytesOf(to.name)).toEqual(await bytesOf(from.name))
    const before = await rowsIn(from.name, 'deeds')
    const mine = report.deeds as readonly unknown[]
    expect((await rowsIn(to.name, 'deeds')).filter(({ id }) => !mine.includes(id))).toEqual(before)
    expect((await rowsIn(to.name, 'meta')).map(({ key }) => key)).toEqual(['csv-mapping:time,speed'])
    for (const { sha256 } of (await bytesOf(to.name)) as { sha256: never }[])
      expect(unwrap(await to.blobs.read(sha256, { verify: true }))).toBeInstanceOf(Uint8Array)
    expect(report).toMatchObject({ missingBlobs: 0, damagedBlobs: 0, isHalf: false })
  })

  test('and an export of that is the same again but for when it was made', async () => {
    const from = await filled()
    const to = await openTestLibrary()
    const report = await importFile(to, await exportToFile(from))
    // What undoes the import is new here; without it both say the same.
    for (const id of report.deeds) await behindItsBack(to.name, 'deeds', store => store.delete(id))
    const [a, b] = [await opened(await exportToFile(from)), await opened(await exportToFile(to))]
    expect(b.rows).toEqual(a.rows)
    expect([...b.blobs.keys()].sort()).toEqual([...a.blobs.keys()].sort())
  })

  test('leaves a deleted session deleted, so that it can still be brought back', async () => {
    const from = await filled()
    const to = await openTestLibrary()
    await importFile(to, await exportToFile(from))
    const [line] = unwrap(await to.listSessions({ deleted: true }))
    unwrap(await to.restoreSession(line!.session.id))
    expect(unwrap(await to.listSessions())).toHaveLength(unwrap(await from.listSessions()).length + 1)
  })
})

describe('an export', () => {
  const namesIn = async (file: File) => {
    const outcome = await openArchive({
      size: file.size,
      read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
    })
    if (!outcome.ok) throw new Error(outcome.problem)
    return outcome.archive.entries.map(({ name }) => name)
  }

  test('has a page to read first, a manifest, a file for each kind of record, and bytes by their names', async () => {
    const names = await namesIn(await exportToFile(await filled()))
    expect(names.slice(0, 2)).toEqual(['README.txt', 'manifest.json'])
    expect(names.filter(name => name.startsWith('records/')).sort()).toEqual(
      ['cars', 'deeds', 'drivers', 'laps', 'layouts', 'meta', 'sessions', 'settings', 'setups', 'tracks'].map(
        table => `records/${table}.jsonl`,
      ),
    )
    expect(names.filter(name => /^originals\/[0-9a-f]{64}\/spa\.(csv|ldx)$/.test(name))).toHaveLength(2)
    expect(names.filter(name => /^traces\/[0-9a-f]{64}\.arrow$/.test(name)).length).toBeGreaterThan(4)
  })

  test('says what it holds', async () => {
    const library = await filled()
    const { manifest } = await opened(await exportToFile(library))
    expect(manifest).toMatchObject({
      format: 'paddock-library',
      version: 1,
      app: EXPORT.app,
      origin: EXPORT.origin,
      schema: 4,
      tables: { sessions: { rows: 4, damaged: 0 }, laps: { rows: 10, damaged: 0 } },
      bytes: { originals: { files: 2 } },
      missing: [],
    })
  })

  test('holds nothing derived', async () => {
    const { rows } = await opened(await exportToFile(await filled()))
    expect(rows.sessions.every(row => !('summary' in row))).toBe(true)
    expect(rows.laps.every(row => !('rankMs' in row))).toBe(true)
  })

  test('without some bytes lists them and goes on', async () => {
    const library = await filled()
    const blobs = await rowsIn(library.name, 'blobs')
    const [gone, cut, damaged] = blobs as { sha256: string; store: string }[]
    await behindItsBack(library.name, 'blobs', store => store.delete(gone!.sha256))
    await behindItsBack(library.name, 'chunks', store => store.delete([cut!.store, 0]))
    const chunk = await behindItsBack(library.name, 'chunks', store => store.get([damaged!.store, 0]))
    chunk.bytes[7] ^= 1
    await behindItsBack(library.name, 'chunks', store => store.put(chunk))
    const pieces: Uint8Array<ArrayBuffer>[] = []
    const report = unwrap(await library.exportLibrary(bytes => void pieces.push(bytes), EXPORT))
    const whys = Object.fromEntries(report.missing.map(({ sha256, why }) => [sha256, why]))
    expect(whys).toEqual({
      [gone!.sha256]: 'gone',
      [cut!.sha256]: 'incomplete',
      [damaged!.sha256]: 'damaged',
    })
    const { manifest, blobs: archived, isHalf } = await opened(new File(pieces, 'x.zip'))
    expect(manifest!.missing).toHaveLength(2)
    expect(archived.size).toBe(blobs.length - 3)
    expect(isHalf).toBe(false)
    const to = await openTestLibrary()
    const imported = await importFile(to, new File(pieces, 'x.zip'))
    expect(imported.missingBlobs).toBe(3)
    expect(await contentOf(to.name)).toEqual(await contentOf(library.name))
  })

  test('that is stopped says so and leaves the library as it was', async () => {
    const library = await filled()
    const before = await contentOf(library.name)
    const stop = new AbortController()
    const onProgress = () => stop.abort()
    const stopped = await library.exportLibrary(() => {}, { ...EXPORT, onProgress, signal: stop.signal })
    expect(stopped).toMatchObject({ ok: false, message: expect.stringContaining('stopped') })
    expect(await contentOf(library.name)).toEqual(before)
  })

  test('S1 without room for it ends with a sentence', async () => {
    const library = await filled()
    const full = await library.exportLibrary(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    }, EXPORT)
    expect(full).toMatchObject({ ok: false, kind: 'full', message: expect.stringContaining('no new backup') })
  })
})

describe('the last backup', () => {
  const at = (days: number) => asEpochMillis(NOON + days * 86_400_000)

  test('is remembered, and after a month something newer is worth a quiet line', async () => {
    let now = at(0)
    const library = await openTestLibrary({ now: () => now })
    const file = {
      kind: 'file',
      fileName: 'a.csv',
      original: new Blob(['a']),
      reader: { name: 'x', version: 1 },
    } as const
    unwrap(await library.saveSession(await recordedSession(library, {}, { origin: file })))
    expect(unwrap(await library.backupStanding())).toEqual({ last: null, newer: 1, isDue: false })
    now = at(31)
    expect(unwrap(await library.backupStanding())).toMatchObject({ newer: 1, isDue: true })
    unwrap(await library.noteBackup({ at: now, bytes: 1000, sessions: 1 }))
    expect(unwrap(await library.backupStanding())).toEqual({
      last: { at: now, bytes: 1000, sessions: 1 },
      newer: 0,
      isDue: false,
    })
    now = at(40)
    unwrap(await library.saveSession(await recordedSession(library, {}, { origin: file })))
    await saveTestSession(library)
    expect(unwrap(await library.backupStanding())).toMatchObject({ newer: 1, isDue: false })
    unwrap(await library.setSetting('backupReminder', 'weekly'))
    expect(unwrap(await library.backupStanding())).toMatchObject({ newer: 1, isDue: true })
    unwrap(await library.setSetting('backupReminder', 'off'))
    expect(unwrap(await library.backupStanding())).toMatchObject({ newer: 1, isDue: false })
  })

  test('of a clock that was ahead does not keep the line away', async () => {
    let now = at(4000)
    const library = await openTestLibrary({ now: () => now })
    unwrap(await library.noteBackup({ at: now, bytes: 1, sessions: 0 }))
    now = at(0)
    const file = {
      kind: 'file',
      fileName: 'a.csv',
      original: new Blob(['a']),
      reader: { name: 'x', version: 1 },
    } as const
    unwrap(await library.saveSession(await recordedSession(library, {}, { origin: file })))
    now = at(1)
    unwrap(await library.saveSession(await recordedSession(library, {}, { origin: file })))
    expect(unwrap(await library.backupStanding())).toMatchObject({ newer: 2, isDue: true })
  })
})
