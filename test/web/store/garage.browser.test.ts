/** Cars, tracks, drivers and setups: one thing under several names is one thing, and merging can be undone. */
import { describe, expect, test } from 'vitest'
import type { CarId, LayoutId, TrackId } from '#shared/id'
import type { Library } from '#web/store'
import { ensureAll, openTestLibrary, recordedSession, saveTestSession, unwrap } from './support.ts'

const shared = { origin: 'import', privacy: 'device' } as const

const gate = (x: number, y: number) => ({ left: { x, y }, right: { x: x + 0.0001, y } })

const placeAt = (
  library: Library,
  name: string,
  frame: { kind: 'wgs84' } | { kind: 'flat'; space: string },
  x = 0,
  y = 0,
) =>
  library.ensurePlace({
    ...shared,
    track: { name, country: null },
    layout: { name: 'Full', lengthM: null, frame },
    gates: { startFinish: gate(x, y), finish: null, sectors: [], origin: 'from the file' },
  })

describe('a name', () => {
  test.for([
    ['Spa-Francorchamps', 'spa'],
    ['Circuit de Spa-Francorchamps', 'SPA'],
    ['Monza', 'Autodromo Nazionale Monza'],
    ['Nürburgring', 'nurburgring_2019'],
  ])('of a known place is that place: %s and %s', async ([one, other]) => {
    const library = await openTestLibrary()
    const first = unwrap(await placeAt(library, one!, { kind: 'wgs84' }))
    const second = unwrap(await placeAt(library, other!, { kind: 'flat', space: 'acc' }))
    expect(second.track.id).toBe(first.track.id)
  })

  test('nobody knows is a track of its own', async () => {
    const library = await openTestLibrary()
    const first = unwrap(await placeAt(library, 'Field behind the barn', { kind: 'wgs84' }))
    const second = unwrap(await placeAt(library, 'Field in front of it', { kind: 'wgs84' }))
    expect(second.track.id).not.toBe(first.track.id)
  })

  test('of a sample is never taken for what a person drove', async () => {
    const library = await openTestLibrary()
    const sample = unwrap(await library.ensureCar({ origin: 'sample', privacy: 'device', name: '296 GT3' }))
    const own = unwrap(await library.ensureCar({ ...shared, name: '296 GT3' }))
    expect(own.id).not.toBe(sample.id)
  })

  test('of a known car is that car, however it is written', async () => {
    const library = await openTestLibrary()
    const first = unwrap(await library.ensureCar({ ...shared, name: 'Porsche 991 GT3 R' }))
    const second = unwrap(await library.ensureCar({ ...shared, name: 'porsche_991_gt3_r' }))
    expect(second.id).toBe(first.id)
  })

  test('a person said is no known place stays apart', async () => {
    const library = await openTestLibrary()
    const { track } = unwrap(await placeAt(library, 'Spa', { kind: 'wgs84' }))
    unwrap(await library.editTrack(track.id, { known: null, name: 'Wellness' }))
    expect(unwrap(await placeAt(library, 'spa', { kind: 'wgs84' })).track.id).not.toBe(track.id)
  })
})

describe('merging', () => {
  test('two tracks moves layouts and sessions, and both names lead there from then on', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { track: from } = await ensureAll(library)
    const { track: into } = unwrap(await placeAt(library, 'The ring', { kind: 'flat', space: 'test' }))
    const { deed } = unwrap(await library.mergeTracks(from.id, into.id))
    expect(unwrap(await library.session(id)).track?.name).toBe('The ring')
    expect(unwrap(await library.listTracks()).map(each => [each.track.name, each.layouts.length])).toEqual([
      ['The ring', 2],
    ])
    expect((await ensureAll(library)).track.id).toBe(into.id)
    unwrap(await library.undoDeed(deed))
    expect(unwrap(await library.session(id)).track?.id).toBe(from.id)
  })

  test('two layouts says which sessions are to be timed anew', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { layout } = await ensureAll(library)
    const other = unwrap(await placeAt(library, 'Testring', { kind: 'flat', space: 'test' }))
    const extra = unwrap(
      await library.ensurePlace({
        origin: 'user',
        privacy: 'device',
        track: { name: 'Testring', country: null },
        layout: { name: 'Short', lengthM: null, frame: { kind: 'flat', space: 'test' } },
        gates: { startFinish: gate(0, 0), finish: null, sectors: [], origin: 'drawn' },
      }),
    )
    expect(other.track.id).toBe(extra.track.id)
    const merged = unwrap(await library.mergeLayouts(layout.id, extra.layout.id))
    expect(merged.sessions).toEqual([id])
    expect(unwrap(await library.session(id)).layout?.id).toBe(extra.layout.id)
  })

  test('a real layout into one of a game is refused', async () => {
    const library = await openTestLibrary()
    const real = unwrap(await placeAt(library, 'Spa', { kind: 'wgs84' })).layout
    const game = unwrap(await placeAt(library, 'Monza', { kind: 'flat', space: 'acc' })).layout
    expect(await library.mergeLayouts(real.id, game.id)).toMatchObject({ ok: false })
  })

  test('two cars and two drivers moves what was driven', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { car, driver } = await ensureAll(library)
    const ferrari = unwrap(await library.ensureCar({ ...shared, name: 'My Ferrari' }))
    const kimmy = unwrap(await library.ensureDriver({ ...shared, name: 'Kimmy' }))
    unwrap(await library.mergeCars(car.id, ferrari.id))
    unwrap(await library.mergeDrivers(driver.id, kimmy.id))
    const detail = unwrap(await library.session(id))
    expect([detail.car?.name, detail.drivers.map(each => each.name)]).toEqual(['My Ferrari', ['Kimmy']])
    expect((await ensureAll(library)).car.id).toBe(ferrari.id)
    expect((await ensureAll(library)).driver.id).toBe(kimmy.id)
  })

  test('a thing into itself, or into nothing, changes nothing', async () => {
    const library = await openTestLibrary()
    const { car, track, layout } = await ensureAll(library)
    const nothing = '0'.repeat(32)
    expect(await library.mergeCars(car.id, car.id)).toMatchObject({ ok: false })
    expect(await library.mergeTracks(track.id, nothing as TrackId)).toMatchObject({ kind: 'missing' })
    expect(await library.mergeLayouts(nothing as LayoutId, layout.id)).toMatchObject({ kind: 'missing' })
    expect(unwrap(await library.listDeeds())).toEqual([])
  })
})

describe('a car', () => {
  test('in use is not deleted; one without sessions is, and comes back', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    const { car } = await ensureAll(library)
    expect(await library.deleteCar(car.id)).toMatchObject({ ok: false })
    const spare = unwrap(await library.ensureCar({ ...shared, name: 'Spare' }))
    const { deed } = unwrap(await library.deleteCar(spare.id))
    expect(unwrap(await library.listCars()).map(each => each.name)).toEqual(['296 GT3'])
    unwrap(await library.undoDeed(deed))
    expect(unwrap(await library.listCars())).toHaveLength(2)
  })

  test('keeps its setups, newest first, and refuses a file that is no setup by its size', async () => {
    const library = await openTestLibrary({ now: counting() })
    const { car } = await ensureAll(library)
    const setup = { trackId: null, fileName: 'a.json', text: '{}', notes: '', privacy: 'device' } as const
    for (const name of ['dry', 'wet']) unwrap(await library.addSetup({ ...setup, carId: car.id, name }))
    expect(unwrap(await library.listSetups(car.id)).map(each => each.name)).toEqual(['wet', 'dry'])
    const tooLong = { ...setup, carId: car.id as CarId, name: 'x', text: ' '.repeat(300_000) }
    expect(await library.addSetup(tooLong)).toMatchObject({ ok: false, kind: 'full' })
    const [wet] = unwrap(await library.listSetups())
    unwrap(await library.deleteSetup(wet!.id))
    expect(unwrap(await library.listSetups())).toHaveLength(1)
  })
})

test('laps timed at the lines of one layout do not rank on another', async () => {
  const library = await openTestLibrary()
  const { layout: there } = await ensureAll(library, 'Elsewhere')
  const recorded = await recordedSession(library)
  const timing = { by: 'gates', layoutId: recorded.layoutId!, gateVersion: 1 } as const
  const laps = recorded.laps.map(lap => ({ ...lap, measured: { ...lap.measured, timing } }))
  const id = unwrap(await library.saveSession({ ...recorded, laps }))
  expect(unwrap(await library.bestLaps({ layoutId: recorded.layoutId!, limit: 9 }))).toHaveLength(3)
  unwrap(await library.editSessions([id], { layoutId: there.id }))
  expect(unwrap(await library.bestLaps({ layoutId: there.id, limit: 9 }))).toEqual([])
})

const counting = () => {
  let now = Date.UTC(2026, 0, 1)
  return () => now++ as never
}
