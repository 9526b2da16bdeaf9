/** An import is in the library as a whole or not at all, and bytes go only with the last thing that needs them. */
import { describe, expect, test } from 'vitest'
import type { Place } from '#shared/formats'
import { createId, type SessionId } from '#shared/id'
import { asEpochMillis, asMetres } from '#shared/units'
import { type ImportBatch, type Library, openLibrary, type SessionToImport } from '#web/store'
import { behindItsBack, fillRandom, measuredLap, NOON, openTestLibrary, traceOf, unwrap } from './support.ts'

const gate = { left: { x: 0, y: 0 }, right: { x: 0, y: 10 } }

const newPlace = (name: string | null = 'Testring'): Extract<Place, { kind: 'new' }> => ({
  kind: 'new',
  layoutId: createId<'layout'>(fillRandom),
  name,
  frame: { kind: 'flat', space: 'test' },
  gates: { startFinish: gate, finish: null, sectors: [], origin: 'from the file' },
  lengthM: asMetres(1000),
})

const sessionOf = (library: Library, changes: Partial<SessionToImport> = {}): SessionToImport => ({
  id: library.newSessionId(),
  startedAt: NOON,
  utcOffsetMin: null,
  place: newPlace(),
  venue: null,
  car: '296 GT3',
  driver: 'Kim',
  laps: [61_000, 60_000].map((ms, i) => ({
    measured: measuredLap(i + 1, i * 61_000, ms),
    trace: traceOf(i * 61_000, 1, i),
  })),
  between: traceOf(200_000, 1),
  notes: '',
  privacy: 'my-devices',
  imported: { format: 'Test CSV', timedBy: 'marks', notes: [], part: 0, mapping: null, triedVersion: null },
  ...changes,
})

const batchOf = (sessions: readonly SessionToImport[], changes: Partial<ImportBatch> = {}): ImportBatch => ({
  file: { fileName: 'a.csv', content: new Blob(['the log']) },
  more: [],
  reader: { name: 'test', version: 3 },
  sessions,
  instead: [],
  ...changes,
})

const countOf = (library: Library, store: string): Promise<number> =>
  behindItsBack(library.name, store, each => each.count())

const originalOf = async (library: Library, id: SessionId) => {
  const { origin } = unwrap(await library.session(id)).session
  if (origin.kind !== 'file') throw new Error('it came from a file')
  return origin.original
}

describe('an import', () => {
  test('brings all its sessions, each record once, and the file once', async () => {
    const library = await openTestLibrary()
    const place = newPlace()
    const sessions = [sessionOf(library, { place }), sessionOf(library, { place, driver: 'Sam' })]
    const progress: number[] = []
    const ids = unwrap(await library.saveImport(batchOf(sessions), done => progress.push(done)))
    expect(ids).toEqual(sessions.map(({ id }) => id))
    expect(progress.at(-1)).toBe(1)
    const [one, other] = [unwrap(await library.session(ids[0]!)), unwrap(await library.session(ids[1]!))]
    expect([one.track, one.layout, one.car]).toEqual([other.track, other.layout, other.car])
    expect([one.drivers[0]!.name, other.drivers[0]!.name]).toEqual(['Kim', 'Sam'])
    expect(await originalOf(library, ids[0]!)).toEqual(await originalOf(library, ids[1]!))
    expect(await countOf(library, 'staging')).toBe(0)
  })

  test('that says no place is called after the known circuit that is there, and says that this was guessed', async () => {
    const library = await openTestLibrary()
    const at = (x: number, y: number) => ({ left: { x, y }, right: { x: x + 0.0001, y } })
    const placeAt = (x: number, y: number) => ({
      ...newPlace(null),
      frame: { kind: 'wgs84' } as const,
      gates: { startFinish: at(x, y), finish: null, sectors: [], origin: 'proposed' },
    })
    const sessions = [
      sessionOf(library, { place: placeAt(9.2812, 45.6189) }),
      sessionOf(library, { place: placeAt(-30, 10) }),
    ]
    const [monza, sea] = unwrap(await library.saveImport(batchOf(sessions)))
    const known = unwrap(await library.session(monza!))
    expect(known.track).toMatchObject({ name: 'Autodromo Nazionale Monza', country: 'IT' })
    expect(known.imported!.notes).toMatchObject([{ kind: 'guessed', text: expect.stringContaining('Monza') }])
    const unknown = unwrap(await library.session(sea!))
    expect([unknown.track?.name, unknown.imported!.notes]).toEqual(['', []])
  })

  test('names the driver of each lap, and nobody where nobody is known', async () => {
    const library = await openTestLibrary()
    const { laps } = sessionOf(library)
    const session = sessionOf(library, {
      driver: null,
      laps: laps.map((lap, i) => (i === 0 ? lap : { ...lap, driver: 'Sam' })),
    })
    const [id] = unwrap(await library.saveImport(batchOf([session])))
    const detail = unwrap(await library.session(id!))
    const nameById = new Map(detail.drivers.map(driver => [driver.id, driver.name]))
    expect(detail.laps.map(lap => nameById.get(lap.driverId))).toEqual(['', 'Sam'])
  })

  test('that cannot be finished leaves nothing behind', async () => {
    const library = await openTestLibrary()
    const gone = library.newSessionId()
    const outcome = await library.saveImport(batchOf([sessionOf(library)], { instead: [gone] }))
    expect(outcome).toMatchObject({ ok: false, kind: 'missing' })
    for (const store of [
      'sessions',
      'laps',
      'tracks',
      'layouts',
      'cars',
      'drivers',
      'blobs',
      'chunks',
      'staging',
    ]) {
      expect(`${store} ${await countOf(library, store)}`).toBe(`${store} 0`)
    }
  })

  test('puts tracks of one name together and keeps those without a name apart', async () => {
    const library = await openTestLibrary()
    for (const name of ['Testring', 'Testring', null, null]) {
      unwrap(await library.saveImport(batchOf([sessionOf(library, { place: newPlace(name) })])))
    }
    const tracks = unwrap(await library.listTracks())
    expect(tracks.map(({ track, layouts }) => [track.name, layouts.map(layout => layout.name)])).toEqual([
      ['', ['Layout 1']],
      ['', ['Layout 1']],
      ['Testring', ['Layout 1', 'Layout 2']],
    ])
    unwrap(await library.editTrack(tracks[0]!.track.id, { name: 'Hinterwald' }))
    expect(unwrap(await library.listTracks()).map(({ track }) => track.name)).toContain('Hinterwald')
    expect(await library.editTrack(createId<'track'>(fillRandom), { name: 'x' })).toMatchObject({
      ok: false,
      kind: 'missing',
    })
  })
})

test('a session without positions is at the track its file names, without a layout', async () => {
  const library = await openTestLibrary()
  const away = { place: null, venue: 'Testring' }
  const ids = unwrap(await library.saveImport(batchOf([sessionOf(library), sessionOf(library, away)])))
  const [there, named] = [unwrap(await library.session(ids[0]!)), unwrap(await library.session(ids[1]!))]
  expect([named.track, named.layout]).toEqual([there.track, null])
})

describe('files kept with a session', () => {
  const companion = { role: 'companion', part: 0, fileName: 'a.ldx', content: new Blob(['laps']) } as const
  const continuation = {
    role: 'continuation',
    part: 0,
    fileName: 'b.csv',
    content: new Blob(['more']),
  } as const

  test('lead back to it', async () => {
    const library = await openTestLibrary()
    const batch = batchOf([sessionOf(library)], { more: [companion, continuation] })
    const [id] = unwrap(await library.saveImport(batch))
    const { imported } = unwrap(await library.session(id!))
    expect(imported?.files.map(({ role, fileName }) => [role, fileName])).toEqual([
      ['companion', 'a.ldx'],
      ['continuation', 'b.csv'],
    ])
    for (const { original } of imported!.files) {
      const found = unwrap(await library.sessionsFromOriginal(original.sha256))
      expect(found.map(({ session }) => session.id)).toEqual([id])
    }
  })

  test('go with the last session that keeps them, and not before', async () => {
    const library = await openTestLibrary({ now: () => NOON })
    const [first] = unwrap(await library.saveImport(batchOf([sessionOf(library)], { more: [companion] })))
    const original = await originalOf(library, first!)
    const other = batchOf([sessionOf(library, { laps: [], between: null })], {
      file: { fileName: 'other.csv', content: new Blob(['other']) },
      more: [{ ...companion, content: original }],
    })
    const [second] = unwrap(await library.saveImport(other))
    unwrap(await library.deleteSession(first!))
    await purge(library)
    expect((await library.blobs.read(original.sha256)).ok).toBe(true)
    expect(unwrap(await library.sessionsFromOriginal(original.sha256)).map(row => row.session.id)).toEqual([
      second,
    ])
    unwrap(await library.deleteSession(second!))
    await purge(library)
    expect(await countOf(library, 'blobs')).toBe(0)
    expect(await countOf(library, 'chunks')).toBe(0)
  })

  test('whose words were damaged on disk cost the report and nothing else', async () => {
    const library = await openTestLibrary()
    const [id] = unwrap(await library.saveImport(batchOf([sessionOf(library)])))
    const row = await behindItsBack(library.name, 'sessions', store => store.get(id!))
    await behindItsBack(library.name, 'sessions', store => store.put({ ...row, imported: { format: 7 } }))
    const detail = unwrap(await library.session(id!))
    expect([detail.imported, detail.laps.length]).toEqual([null, 2])
    expect(unwrap(await library.outdatedSessions(new Map([['test', 4]])))).toEqual([id])
  })
})

let later = NOON

/** Housekeeping as a month and a half after the last one. */
const purge = async (library: Library): Promise<void> => {
  later = asEpochMillis(later + 45 * 86_400_000)
  const opened = unwrap(await openLibrary({ name: library.name, now: () => later }))
  unwrap(await opened.tidy())
  opened.close()
}
