/** What is done to many sessions at once, as far as it is decided without a library. */
import { describe, expect, test } from 'vitest'
import type { CarId, DriverId, Sha256 } from '#shared/id'
import type { Session } from '#shared/lap'
import { draftToEdit, FORGET, isReady, NEW, NOTHING } from '../../../web/screens/library/many/change.ts'
import { joinableOf } from '../../../web/screens/library/many/joinable.ts'
import { tagsOf, typedTags } from '../../../web/screens/library/many/tags.ts'
import { idOf, line } from './rows.ts'

describe('a change of many sessions', () => {
  test('of nothing cannot be saved and would change nothing', () => {
    expect(isReady(NOTHING)).toBe(false)
    expect(draftToEdit(NOTHING)).toEqual({})
  })

  test('says only what was chosen', () => {
    expect(draftToEdit({ ...NOTHING, surface: 'wet' })).toEqual({ conditions: { surface: 'wet' } })
    expect(draftToEdit({ ...NOTHING, weather: ' hot ', world: 'real' })).toEqual({
      conditions: { weather: 'hot' },
      world: 'real',
    })
    expect(draftToEdit({ ...NOTHING, privacy: 'device', driver: idOf(1) as DriverId })).toEqual({
      privacy: 'device',
      driverId: idOf(1),
    })
  })

  test('can take away what was said', () => {
    expect(draftToEdit({ ...NOTHING, car: FORGET, surface: FORGET, world: FORGET })).toEqual({
      carId: null,
      conditions: { surface: null },
      world: null,
    })
  })

  test('with a car that is new waits for its name, and names its id', () => {
    expect(isReady({ ...NOTHING, car: NEW })).toBe(false)
    expect(isReady({ ...NOTHING, car: NEW, newCar: 'Elise' })).toBe(true)
    expect(draftToEdit({ ...NOTHING, car: NEW, newCar: 'Elise' }, { carId: idOf(4) as CarId })).toEqual({
      carId: idOf(4),
    })
  })
})

test('the tags of many sessions are counted however they are written, the most used first', () => {
  const tagged = (n: number, ...tags: string[]) => line(n, { session: { ...line(n).session, tags } })
  const rows = [tagged(1, 'Wet', 'club'), tagged(2, 'wet'), line(3)]
  expect(tagsOf(rows)).toEqual([
    { tag: 'Wet', count: 2 },
    { tag: 'club', count: 1 },
  ])
  expect(typedTags(' wet, ,club day ,')).toEqual(['wet', 'club day'])
})

describe('joining', () => {
  const fromFile = (n: number, file: number): Session => ({
    ...line(n).session,
    startedAt: line(file).session.startedAt,
    origin: {
      kind: 'file',
      fileName: `${file}.csv`,
      original: { sha256: `${file}`.padStart(64, '0') as Sha256, size: 1 },
      reader: { name: 'vbo', version: 1 },
    },
  })

  test('is for parts of one recording, or two recordings; never for one alone or three apart', () => {
    expect(joinableOf([fromFile(1, 1), fromFile(2, 1), fromFile(3, 1)])).toBe('parts')
    expect(joinableOf([fromFile(1, 1), fromFile(2, 2)])).toBe('files')
    expect(joinableOf([fromFile(1, 1)])).toBeNull()
    expect(joinableOf([fromFile(1, 1), fromFile(2, 2), fromFile(3, 3)])).toBeNull()
    expect(joinableOf([fromFile(1, 1), line(2).session])).toBeNull()
  })
})
