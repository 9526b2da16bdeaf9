/** What the desk asks of the library: laps with their people and places, corners of a layout, charts of a car. */
import { describe, expect, test } from 'vitest'
import type { LapId } from '#shared/id'
import type { Corner } from '#shared/track'
import { markedLog } from '../import/files.ts'
import { importedSession } from '../import/support.ts'
import { firstOf, openTestLibrary, unwrap } from './support.ts'

const CORNER: Corner = {
  name: 'Eau Rouge',
  turn: 'left',
  entry: { x: 5.1, y: 50.2 },
  apex: { x: 5.2, y: 50.2 },
  exit: { x: 5.3, y: 50.2 },
}

describe('laps for the desk', () => {
  test('come in the order asked for, each with its session and layout, null for one that is not there', async () => {
    const library = await openTestLibrary()
    const { session, laps } = await importedSession(library, markedLog('a.csv'))
    const nobody = '0'.repeat(32) as LapId
    const ids = [laps[2]!.id, nobody, laps[1]!.id]
    const details = unwrap(await library.lapDetails(ids))
    expect(details.map(detail => detail?.lap.id)).toEqual([laps[2]!.id, undefined, laps[1]!.id])
    expect(details[0]?.session.id).toBe(session.id)
    expect(details[0]?.layout).not.toBeNull()
  })

  test('go when their session is deleted, while somebody watches', async () => {
    const library = await openTestLibrary()
    const { session, laps } = await importedSession(library, markedLog('a.csv'))
    const watched = library.watchLapDetails([laps[1]!.id])
    await firstOf(watched, outcome => outcome.ok && outcome.value[0] !== null)
    unwrap(await library.deleteSession(session.id))
    const after = await firstOf(watched, outcome => outcome.ok && outcome.value[0] === null)
    expect(after.ok).toBe(true)
  })
})

describe('corners', () => {
  test('are kept with their layout, seen by who watches a lap, and forgotten again', async () => {
    const library = await openTestLibrary()
    const { laps } = await importedSession(library, markedLog('a.csv'))
    const ids = [laps[1]!.id]
    const [detail] = unwrap(await library.lapDetails(ids))
    const layout = detail!.layout!
    expect(layout.corners).toBeUndefined()
    unwrap(await library.saveCorners(layout.id, [CORNER]))
    const kept = await firstOf(
      library.watchLapDetails(ids),
      outcome => outcome.ok && outcome.value[0]?.layout?.corners !== undefined,
    )
    expect(unwrap(kept)[0]?.layout?.corners).toEqual([CORNER])
    expect(unwrap(kept)[0]?.layout?.gateVersions).toEqual(layout.gateVersions)
    unwrap(await library.saveCorners(layout.id, null))
    expect(unwrap(await library.lapDetails(ids))[0]?.layout?.corners).toBeUndefined()
  })

  test('of a layout that is not there are refused', async () => {
    const library = await openTestLibrary()
    expect(await library.saveCorners('0'.repeat(32) as never, [CORNER])).toMatchObject({
      ok: false,
      kind: 'missing',
    })
  })
})

test('what was remembered under one topic does not answer for another', async () => {
  const library = await openTestLibrary()
  unwrap(await library.remember('arrangement', 'Meridian GT-R2', ['speed@can', 'delta']))
  expect(unwrap(await library.recall('arrangement', 'Meridian GT-R2'))).toEqual(['speed@can', 'delta'])
  expect(unwrap(await library.recall('arrangement', 'another car'))).toBeNull()
  expect(unwrap(await library.recall('csv-mapping', 'Meridian GT-R2'))).toBeNull()
})
