/** Exports that were cut off, changed, or made to hurt: what is whole is taken, the rest is told, nothing is lost. */
import { describe, expect, test } from 'vitest'
import { createId } from '#shared/id'
import type { Library } from '#web/store'
import { openExport } from '#web/store/archive'
import { fillWithOneOfEach } from '../store/released-content.ts'
import { fillRandom, openTestLibrary, saveTestSession, unwrap } from '../store/support.ts'
import {
  archiveOf,
  contentOf,
  exportToFile,
  importFile,
  lines,
  manifest,
  opened,
  rowsIn,
} from './archives.ts'

/** Small, quick and the same for the same seed. */
const randomOf = (seed: number) => {
  let state = seed >>> 0
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const reasonOf = async (file: Blob): Promise<string> => {
  const outcome = await openExport(file)
  return outcome.kind === 'refused' ? outcome.reason : 'opened'
}

const isSentence = /^[A-Z][^.!?]*[:;,] [^.!?]*\.$/

const SEED = 20_260_606

const expectWhole = async (library: Library): Promise<void> => {
  for (const { session, lapCount } of unwrap(await library.listSessions()))
    expect(unwrap(await library.session(session.id)).laps).toHaveLength(lapCount)
  const { findings } = unwrap(await library.checkLibrary())
  for (const { kind } of findings)
    expect(['missing-bytes', 'missing-record', 'laps-without-session']).toContain(kind)
}

describe(`S5 half an export, seed ${SEED}`, () => {
  test('cut anywhere gives what is whole in it, and the whole one afterwards gives the rest', async () => {
    const from = await openTestLibrary()
    await saveTestSession(from)
    await saveTestSession(from, { lapTimesMs: [70_000, 71_000] })
    const file = await exportToFile(from)
    const random = randomOf(SEED)
    const to = await openTestLibrary()
    for (let run = 0; run < 25; run++) {
      const half = file.slice(0, random(file.size))
      const outcome = await openExport(half)
      if (outcome.kind === 'refused') {
        expect(outcome.reason).toMatch(isSentence)
        continue
      }
      expect(outcome.opened.isHalf).toBe(true)
      await importFile(to, half)
      await expectWhole(to)
    }
    const report = await importFile(to, file)
    expect(report).toMatchObject({ missingBlobs: 0, damagedBlobs: 0 })
    expect(await contentOf(to.name)).toEqual(await contentOf(from.name))
    expect(unwrap(await to.checkLibrary({ thorough: true })).findings).toEqual([])
  })

  test('says how much of what was promised is there', async () => {
    const from = await openTestLibrary()
    await fillWithOneOfEach(from)
    const half = (await exportToFile(from)).slice(0, -40)
    const preview = unwrap(await from.previewImport(await opened(half)))
    expect(preview).toMatchObject({ isHalf: true, promised: { sessions: 4 } })
    expect(preview.tables.sessions).toMatchObject({ added: 0, same: 4 })
  })

  test('with bytes changed anywhere never takes in anything wrong', async () => {
    const from = await openTestLibrary()
    await saveTestSession(from)
    const bytes = new Uint8Array(await (await exportToFile(from)).arrayBuffer())
    const random = randomOf(SEED + 1)
    const right = new Set((await rowsIn(from.name, 'laps')).map(row => JSON.stringify(row.startMs)))
    for (let run = 0; run < 25; run++) {
      const hurt = bytes.slice()
      for (let i = 0; i <= random(3); i++) hurt[random(hurt.length)] = random(256)
      const outcome = await openExport(new Blob([hurt]))
      if (outcome.kind === 'refused') {
        expect(outcome.reason).toMatch(isSentence)
        continue
      }
      const to = await openTestLibrary()
      await importFile(to, new Blob([hurt]))
      await expectWhole(to)
      expect(
        unwrap(await to.checkLibrary({ thorough: true })).findings.map(({ kind }) => kind),
      ).not.toContain('damaged-bytes')
      expect(right.size).toBeGreaterThan(0)
    }
  })
})

describe('S5 F3 an archive made to hurt', () => {
  const sessionRow = async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    const [row] = await rowsIn(library.name, 'sessions')
    const { summary: _, ...record } = row!
    return record
  }

  test.for([
    ['nothing', ''],
    ['text', 'not a zip at all, but long enough to look like something'],
  ] as const)('of %s is refused with a sentence', async ([, text]) => {
    expect(await reasonOf(new Blob([text]))).toMatch(isSentence)
  })

  test('that is another zip is refused', async () => {
    expect(await reasonOf(await archiveOf({ 'a.txt': 'hello' }))).toMatch(isSentence)
    expect(await reasonOf(await archiveOf({ 'manifest.json': '{"format":"other","version":1}' }))).toMatch(
      isSentence,
    )
    expect(await reasonOf(await archiveOf({ 'manifest.json': 'no json' }))).toMatch(isSentence)
  })

  test('of a newer Paddock is refused, and of a newer library with new fields is not', async () => {
    expect(await reasonOf(await archiveOf({ 'manifest.json': manifest({ version: 2 }) }))).toMatch(
      /newer Paddock/,
    )
    const row = { ...(await sessionRow()), flavour: { of: 'tomorrow' } }
    const file = await archiveOf({
      'manifest.json': manifest({ schema: 99 }),
      'records/sessions.jsonl': lines(row),
    })
    const to = await openTestLibrary()
    await importFile(to, file)
    expect((await rowsIn(to.name, 'sessions'))[0]).toMatchObject({ flavour: { of: 'tomorrow' } })
    const again = await opened(await exportToFile(to))
    expect(again.rows.sessions[0]).toMatchObject({ flavour: { of: 'tomorrow' } })
  })

  test('with rows of the wrong shape leaves each of them out and counts it', async () => {
    const good = await sessionRow()
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)
    const bad: unknown[] = [
      null,
      7,
      'text',
      [good],
      { ...good, id: 'short' },
      { ...good, id: createId(fillRandom), startedAt: 1e300 },
      { ...good, id: createId(fillRandom), startedAt: 9e15 },
      { ...good, id: createId(fillRandom), updatedAt: Number.MAX_SAFE_INTEGER },
      { ...good, id: createId(fillRandom), privacy: 'everybody' },
      { ...good, id: createId(fillRandom), deep },
      good,
    ]
    const text = `${lines(good, ...bad)}{"half": \n\u0000\n`
    const file = await archiveOf({ 'manifest.json': manifest(), 'records/sessions.jsonl': text })
    const to = await openTestLibrary()
    const report = await importFile(to, file)
    expect(report.tables.sessions).toMatchObject({ added: 1, refused: bad.length + 2 })
    expect(unwrap(await to.checkLibrary()).findings.map(({ kind }) => kind)).not.toContain('damaged-rows')
  })

  test('with prototype keys changes no prototype', async () => {
    const row = await sessionRow()
    const text = JSON.stringify(row)
    const evil = `${text.slice(0, -1)},"__proto__":{"polluted":1},"\\u005f_proto__":{"polluted":2},"x":{"__proto__":{"polluted":3}},"constructor":{"prototype":{"polluted":4}}}\n`
    const file = await archiveOf({ 'manifest.json': manifest(), 'records/sessions.jsonl': evil })
    const to = await openTestLibrary()
    await importFile(to, file)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    const [kept] = await rowsIn(to.name, 'sessions')
    expect(Object.hasOwn(kept!, '__proto__')).toBe(false)
    expect((kept as { polluted?: number }).polluted).toBeUndefined()
  })

  test('with bytes that are not what their name says takes none of them', async () => {
    const from = await openTestLibrary()
    const id = await saveTestSession(from)
    const rows = await opened(await exportToFile(from))
    const { laps } = unwrap(await from.session(id))
    const file = await archiveOf({
      'manifest.json': manifest(),
      ...Object.fromEntries(
        (['tracks', 'layouts', 'cars', 'drivers', 'sessions', 'laps'] as const).map(table => [
          `records/${table}.jsonl`,
          lines(...rows.rows[table]),
        ]),
      ),
      [`traces/${laps[0]!.trace!.sha256}.arrow`]: 'something else',
      [`originals/${'0'.repeat(64)}/../../evil.exe`.replace('../../', 'x/')]: 'nobody asked for this',
      'traces/short.arrow': 'no name',
      'evil.html': '<script>',
    })
    const to = await openTestLibrary()
    const report = await importFile(to, file)
    expect(report).toMatchObject({ damagedBlobs: 1, missingBlobs: 3 })
    expect(await rowsIn(to.name, 'blobs')).toEqual([])
    expect(await rowsIn(to.name, 'chunks')).toEqual([])
    expect(unwrap(await to.listSessions())[0]).toMatchObject({ lapCount: 3 })
    expect(unwrap(await to.previewImport(await opened(file))).unknownFiles).toBe(2)
  })

  test('with 100,000 entries is read in seconds and does not fill the memory', async () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`junk/${i}`, '']))
    const file = await archiveOf({
      'manifest.json': manifest(),
      ...many,
      'records/sessions.jsonl': lines(await sessionRow()),
    })
    const to = await openTestLibrary()
    const archive = await opened(file)
    expect(archive.unknownFiles).toBe(100_000)
    await importFile(to, file)
    expect(unwrap(await to.listSessions())).toHaveLength(1)
  })

  test('with more records than a page can hold is refused before they are read', async () => {
    const file = await archiveOf({ 'manifest.json': manifest(), 'records/laps.jsonl': 'x'.repeat(5000) })
    const outcome = await openExport(file, { maxRecordBytes: 4000 })
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/larger than a page can hold/),
    })
  })

  test('that disappears while it is read ends with a sentence', async () => {
    const file = await exportToFile(await openTestLibrary())
    const gone = Object.assign(new Blob([file]), {
      slice: () => {
        throw new DOMException('gone', 'NotFoundError')
      },
    })
    expect(await reasonOf(gone)).toMatch(/could not be read any more/)
  })
})
