/**
 * C6: what the entries of others say of their recordings is not believed: sizes nobody could open are not fetched, and bytes
 * that are no recording leave the lap without one. The lap itself, and everybody else's, is there all the same.
 */
import { describe, expect, test } from 'vitest'
import { type ChunkedRef, encodeTraceManifest, type LeagueId } from '#shared/logbook'
import { createMemorySharedBlobs, type SharedBlobs } from '#shared/sync'
import { createTrace, encodeTrace } from '#shared/trace'
import type { LeagueKeeper } from '#web/workers'
import { layoutToBody, sessionToBody } from '../../../web/store/league/session-body.ts'
import { loadKnown } from '../../../web/store/same-thing.ts'
import { saveTestSession, unwrap } from '../store/support.ts'
import { value } from './offices.ts'
import { connectOver, hashing, openRealOffice } from './real-offices.ts'

const vault = createMemorySharedBlobs({ hashing, isReferred: () => true })

/** A program that gives out what no library would hold. */
const givingAlso = (keeper: LeagueKeeper): LeagueKeeper => ({
  ...keeper,
  blobs: (league): SharedBlobs => {
    const honest = keeper.blobs(league)
    return {
      ...honest,
      offer: async sha256 => (await vault.offer(sha256)) ?? honest.offer(sha256),
      readChunk: async (sha256, index) =>
        (await vault.readChunk(sha256, index)) ?? honest.readChunk(sha256, index),
    }
  },
})

const claim = (size: number): ChunkedRef => ({
  sha256: 'ab'.repeat(32) as ChunkedRef['sha256'],
  chunkRoot: 'cd'.repeat(32) as ChunkedRef['chunkRoot'],
  size,
})

/** A small file whose table of contents announces a column of a gigabyte. */
const hugeColumn = (): Uint8Array<ArrayBuffer> => {
  const timeMs = Float64Array.from({ length: 77 }, (_, at) => at)
  const channel = { name: 'speed', unit: '', kind: 'continuous', source: '' } as const
  const bytes = encodeTrace(
    createTrace([{ timeMs, channels: [{ ...channel, values: Float32Array.from(timeMs) }] }]),
  )
  const view = new DataView(bytes.buffer)
  let lies = 0
  for (let at = 0; at + 4 <= bytes.length; at += 4)
    if (view.getInt32(at, true) === 77) {
      view.setInt32(at, 2 ** 30, true)
      lies++
    }
  if (lies === 0) throw new Error('nothing was there to lie about')
  return bytes
}

const meet = async () => {
  const sam = await openRealOffice('Sam', 'PC')
  const mal = await openRealOffice('Mal', 'Laptop', givingAlso)
  const league = value(await sam.office.create('league', 'Tuesday'))
  const how = { role: 'driver', admits: true, until: null, note: '' } as const
  value(await mal.office.join(value(await sam.office.invite(league, how)).link))
  await Promise.all([sam.network.followLeagues(), mal.network.followLeagues()])
  await connectOver(league, sam, mal, () => {})
  const id = await saveTestSession(mal.library, { lapTimesMs: [60_000] })
  return { sam, mal, league, id }
}

type Met = Awaited<ReturnType<typeof meet>>

const publishWith = async ({ mal, sam, league, id }: Met, traces: ChunkedRef): Promise<void> => {
  const detail = unwrap(await mal.library.session(id))
  const known = await loadKnown()
  const { layout, track } = detail
  if (!layout) throw new Error('a session without a layout ranks nowhere')
  const lines = layoutToBody(layout, track, known)
  await mal.keeper.replica(league).write({ kind: 'layout', id: layout.id, body: lines })
  const body = sessionToBody({
    ...{ detail, known },
    me: value(await mal.keeper.me()),
    audience: 'members',
    trimMs: 0,
    traces,
    proof: null,
  })
  await mal.keeper.replica(league).write({ kind: 'session', id, body })
  const digestOf = (keeper: LeagueKeeper, of: LeagueId) => keeper.replica(of).digest()
  await expect
    .poll(async () => (await digestOf(sam.keeper, league)) === (await digestOf(mal.keeper, league)))
    .toBe(true)
}

const opened = async ({ mal, sam, league, id }: Met) => {
  const { person } = value(await mal.keeper.me())
  return sam.office.openLap({ league, author: person, session: id, row: 0, number: 1 }, () => {})
}

describe('C6: a lap of somebody else', () => {
  test('whose list of recordings is said to have two gigabytes opens without one, and nothing is asked for', async () => {
    const met = await meet()
    await publishWith(met, claim(2 * 1024 ** 3 - 1))
    expect(await opened(met)).toMatchObject({ ok: true })
  }, 60_000)

  test('whose recording is said to have a gigabyte opens without one, and nothing is asked for', async () => {
    const met = await meet()
    const list = encodeTraceManifest({ v: 1, laps: [claim(2 ** 30)], between: null })
    await publishWith(met, await vault.keep(list))
    expect(await opened(met)).toMatchObject({ ok: true })
  }, 60_000)

  test('whose recording announces more columns than it has opens, is not taken for checked, and harms nothing', async () => {
    const met = await meet()
    const bad = await vault.keep(hugeColumn())
    const list = encodeTraceManifest({ v: 1, laps: [bad], between: null })
    await publishWith(met, await vault.keep(list))
    const lap = await opened(met)
    expect(lap).toMatchObject({ ok: true })
    const { person } = value(await met.mal.keeper.me())
    const pointer = { league: met.league, author: person, session: met.id, row: 0, number: 1 }
    expect(value(await met.sam.keeper.lapNeeds(pointer))).toMatchObject({ kind: 'ready', check: null })
    const anything = { layout: null, className: null, car: null, surface: null, world: null, sector: null }
    const query = { ...anything, asOf: null, league: met.league }
    const { rows } = value(await met.sam.keeper.board(query))
    expect(rows.map(({ proof }) => proof.retimed)).toEqual(['gave-up'])
    expect(value(await met.sam.keeper.leagues()).map(({ name }) => name)).toContain('Tuesday')
  }, 60_000)
})
