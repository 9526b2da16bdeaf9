/** Two libraries of one person and one of somebody else: what leaves, what arrives, what may not. */

import { describe, expect, onTestFinished, test } from 'vitest'
import { type Bytes, CHUNK_BYTES } from '#shared/blob'
import type { ChunkedRef, LeagueId, SignedEntry } from '#shared/logbook'
import { invitationKeyOf } from '#shared/logbook'
import type { LeagueStore, Library } from '#web/store'
import { NOON, openTestLibrary, recordedSession, saveTestSession, unwrap } from '../support.ts'

interface Device {
  readonly library: Library
  readonly store: LeagueStore
}

const device = async (name: string): Promise<Device> => {
  const library = await openTestLibrary()
  const store = await library.leagueStore(() => name)
  onTestFinished(() => store.close())
  return { library, store }
}

/** Every entry one has goes to the other, as a connection would bring it. */
const sync = async (from: Device, to: Device, league: LeagueId): Promise<void> => {
  const { store: theirs } = await from.store.replicas.open(league)
  const { replica } = await to.store.replicas.open(league)
  const all: SignedEntry[] = []
  for await (const page of theirs.all()) all.push(...page)
  for (const round of [1, 2]) {
    const receipt = await replica.receive(all)
    if (receipt.refusedCount === 0 || round === 2) expect(receipt.refused).toEqual([])
  }
}

/** One blob as members exchange it; false when the other would not give it. */
const fetchBlob = async (from: Device, to: Device, league: LeagueId, ref: ChunkedRef): Promise<boolean> => {
  const offer = await from.store.sharedBlobs(league, false).offer(ref.sha256)
  if (!offer) return false
  const partial = (await to.store.sharedBlobs(league, false).resume(ref))!
  await partial.setChunkHashes(offer.chunkHashes)
  for (let index = 0; index < Math.ceil(ref.size / CHUNK_BYTES); index++) {
    const chunk = await from.store.sharedBlobs(league, false).readChunk(ref.sha256, index)
    await partial.put(index, chunk!)
  }
  expect(await partial.finish()).toBe('named')
  return true
}

/** A second device of the first one's person, in its devices league. */
const secondDevice = async (
  first: Device,
): Promise<{ readonly second: Device; readonly league: LeagueId }> => {
  const second = await device('laptop')
  const own = unwrap(await first.store.devicesLeague())
  const { device: id } = unwrap(await second.store.identity())
  unwrap(await second.store.becomeDeviceOf(unwrap(await first.store.admitDevice(id))))
  unwrap(await second.store.joinLeague({ id: own, use: 'devices', name: '', invite: null, addresses: [] }))
  await sync(first, second, own)
  await sync(second, first, own)
  return { second, league: own }
}

/** Somebody else, in a league of the first one's. */
const rival = async (first: Device): Promise<{ readonly other: Device; readonly league: LeagueId }> => {
  const other = await device('phone of Kim')
  const league = unwrap(await first.store.createLeague('league', 'Tuesdays'))
  const how = { role: 'driver', admits: true, until: null, note: '' } as const
  const { secret, key } = unwrap(await first.store.invite(league, how))
  expect(key).toBe(invitationKeyOf(secret))
  await other.store.joinLeague({ id: league, use: 'league', name: 'Tuesdays', invite: secret, addresses: [] })
  await sync(first, other, league)
  await sync(other, first, league)
  return { other, league }
}

const fetchWanted = async (from: Device, to: Device, league: LeagueId): Promise<number> => {
  let fetched = 0
  for (let round = 0; round < 3; round++) {
    for (const ref of unwrap(await to.store.wanted(league, 100)))
      if (await fetchBlob(from, to, league, ref)) fetched++
    unwrap(await to.store.takeIn(league))
  }
  return fetched
}

const imported = async (library: Library, changes = {}) => {
  const origin = {
    kind: 'file',
    fileName: 'secret-name.csv',
    reader: { name: 'racechrono-csv', version: 2 },
    original: new TextEncoder().encode('time,speed\n0,40\n'),
  } as const
  return saveTestSession(library, {}, { origin, notes: 'canary-notes', ...changes })
}

describe('my devices', () => {
  test('a session of one is in the library of the other, with its laps to be opened, and stays one', async () => {
    const pc = await device('pc')
    const id = await imported(pc.library)
    const { second: laptop, league } = await secondDevice(pc)
    expect(unwrap(await pc.store.publishDue())).toEqual({ published: 1, withdrawn: 0 })
    expect(unwrap(await pc.store.publishDue())).toEqual({ published: 0, withdrawn: 0 })
    await sync(pc, laptop, league)
    expect(await fetchWanted(pc, laptop, league)).toBe(5)
    expect(unwrap(await laptop.store.wanted(league, 10))).toEqual([])
    const [line, ...more] = unwrap(await laptop.library.listSessions())
    expect(more).toEqual([])
    expect(line).toMatchObject({
      track: 'Testring',
      layout: 'Full',
      car: '296 GT3',
      lapCount: 3,
      rankedCount: 3,
    })
    const mine = unwrap(await pc.library.session(id))
    const theirs = unwrap(await laptop.library.session(id))
    expect(theirs.laps.map(lap => lap.id)).toEqual(mine.laps.map(lap => lap.id))
    expect(theirs.session.notes).toBe('')
    for (const [i, lap] of theirs.laps.entries()) {
      expect(unwrap(await laptop.library.lapTrace(lap))).toEqual(
        unwrap(await pc.library.lapTrace(mine.laps[i]!)),
      )
    }
    expect(unwrap(await laptop.library.checkRows())).toEqual([])
    expect(unwrap(await laptop.library.checkLibrary()).findings).toEqual([])
    expect(unwrap(await laptop.store.publishDue())).toEqual({ published: 0, withdrawn: 0 })
  })

  test('what goes to my devices goes where most of them are, also from one that was used alone before', async () => {
    const pc = await device('pc')
    const words = unwrap(await pc.store.recoveryWords())
    const laptop = await device('laptop')
    unwrap(await laptop.store.restore({ words }))
    const alone = unwrap(await laptop.store.devicesLeague())
    const id = await imported(laptop.library)
    expect(unwrap(await laptop.store.publishDue()).published).toBe(1)

    const own = unwrap(await pc.store.devicesLeague())
    unwrap(await laptop.store.joinLeague({ id: own, use: 'devices', name: '', invite: null, addresses: [] }))
    expect(unwrap(await laptop.store.devicesLeague())).toBe(alone)
    await sync(pc, laptop, own)
    await sync(laptop, pc, own)
    expect(unwrap(await laptop.store.devicesLeague())).toBe(own)
    expect(unwrap(await laptop.store.leagues()).map(league => league.id)).toEqual([own, alone])
    expect(unwrap(await laptop.store.publishDue()).published).toBe(1)
    await sync(laptop, pc, own)
    await fetchWanted(laptop, pc, own)
    expect(unwrap(await pc.library.listSessions()).map(({ session }) => session.id)).toEqual([id])
  })

  test('what is kept on this device, samples and what was deleted never leave; a withdrawal takes it back', async () => {
    const pc = await device('pc')
    const { second: laptop, league } = await secondDevice(pc)
    await imported(pc.library, { privacy: 'device' })
    await saveTestSession(pc.library)
    const shown = await imported(pc.library)
    expect(unwrap(await pc.store.publishDue()).published).toBe(1)
    await sync(pc, laptop, league)
    await fetchWanted(pc, laptop, league)
    expect(unwrap(await laptop.library.listSessions())).toHaveLength(1)
    unwrap(await pc.library.deleteSession(shown))
    expect(unwrap(await pc.store.publishDue()).withdrawn).toBe(1)
    await sync(pc, laptop, league)
    expect(unwrap(await laptop.store.takeIn(league)).sessions).toBe(1)
    expect(unwrap(await laptop.library.listSessions())).toEqual([])
    expect(unwrap(await laptop.library.storageUsage()).bytesByKind.trace).toBe(
      unwrap(await laptop.library.blobs.usage()).trace,
    )
  })

  test('a change here is published again, and what was said there stays', async () => {
    const pc = await device('pc')
    const id = await imported(pc.library)
    const { second: laptop, league } = await secondDevice(pc)
    unwrap(await pc.store.publishDue())
    await sync(pc, laptop, league)
    await fetchWanted(pc, laptop, league)
    unwrap(await laptop.library.editSessions([id], { notes: 'from the laptop' }))
    unwrap(await pc.library.editSessions([id], { name: 'Trackday' }))
    expect(unwrap(await pc.store.publishDue()).published).toBe(1)
    await sync(pc, laptop, league)
    unwrap(await laptop.store.takeIn(league))
    const { session } = unwrap(await laptop.library.session(id))
    expect(session).toMatchObject({ name: 'Trackday', notes: 'from the laptop' })
  })
})

describe('a league', () => {
  test('a lap of somebody else is opened, is no part of what I drove, and leaves when it is withdrawn', async () => {
    const mine = await device('pc')
    const { other, league } = await rival(mine)
    const session = await imported(other.library)
    const wish = { league, audience: 'members', withTraces: true, trimMs: 0 } as const
    unwrap(await other.store.share({ ...wish, sessions: [session] }))
    await sync(other, mine, league)
    expect(unwrap(await mine.library.listSessions({ others: true }))).toEqual([])
    const author = unwrap(await other.store.identity()).person
    const pointer = { league, author, session, row: 1 }
    for (let round = 0; ; round++) {
      const needs = unwrap(await mine.store.lapNeeds(pointer))
      if (needs.kind === 'ready') {
        const trace = await mine.library.lapTrace({ trace: await traceRefOf(mine.library, needs.lap) })
        expect(unwrap(trace).channels).toHaveLength(1)
        break
      }
      expect(round).toBeLessThan(3)
      for (const ref of needs.refs) expect(await fetchBlob(other, mine, league, ref)).toBe(true)
    }
    expect(unwrap(await mine.library.listSessions())).toEqual([])
    expect(unwrap(await mine.library.listCars())).toEqual([])
    expect(unwrap(await mine.library.listDrivers())).toEqual([])
    expect(unwrap(await mine.library.listTracks())).toEqual([])
    expect(unwrap(await mine.library.bestsOf())).toEqual([])
    expect(unwrap(await mine.library.listSessions({ others: true }))).toHaveLength(1)
    expect(unwrap(await mine.library.checkLibrary()).findings).toEqual([])
    unwrap(await other.store.withdraw(session, league))
    await sync(other, mine, league)
    unwrap(await mine.store.takeIn(league))
    expect(unwrap(await mine.library.listSessions({ others: true }))).toEqual([])
    expect(unwrap(await mine.library.blobs.usage()).trace).toBe(0)
  })

  test('laps of others leave when they take more than they may, and come again; what is worked with stays', async () => {
    const mine = await device('pc')
    const { other, league } = await rival(mine)
    const author = unwrap(await other.store.identity()).person
    const wish = { league, audience: 'members', withTraces: true, trimMs: 0 } as const
    const theirs: Awaited<ReturnType<typeof imported>>[] = []
    for (let n = 0; n < 4; n++)
      theirs.push(await imported(other.library, { startedAt: NOON + n * 3_600_000 }))
    unwrap(await other.store.share({ ...wish, sessions: theirs }))
    await sync(other, mine, league)
    const own = await imported(mine.library)
    const open = async (session: (typeof theirs)[number]) => {
      const pointer = { league, author, session, row: 0 }
      for (let round = 0; round < 3; round++) {
        const needs = unwrap(await mine.store.lapNeeds(pointer))
        if (needs.kind === 'ready') return
        for (const ref of needs.refs) expect(await fetchBlob(other, mine, league, ref)).toBe(true)
      }
      throw new Error('it could not be opened')
    }
    for (const session of theirs) await open(session)
    const here = async () =>
      unwrap(await mine.library.listSessions({ others: true }))
        .filter(({ session }) => session.origin.kind === 'shared')
        .map(({ session }) => session.startedAt)
    const at = (n: number) => NOON + n * 3_600_000
    expect((await here()).sort()).toEqual([0, 1, 2, 3].map(at))
    const [pinned] = unwrap(await mine.library.listSessions({ others: true })).filter(
      ({ session }) => session.startedAt === at(1),
    )
    unwrap(await mine.library.editSessions([pinned!.session.id], { notes: 'brakes later here' }))

    expect(unwrap(await mine.store.letOthersGo())).toBeNull()
    expect(unwrap(await mine.store.othersUse())).toMatchObject({ sessions: 4, letGo: null })
    const gone = unwrap(await mine.store.letOthersGo(0))
    expect(gone).toMatchObject({ sessions: 2 })
    expect((await here()).sort()).toEqual([1, 3].map(at))
    expect(unwrap(await mine.store.othersUse())).toMatchObject({ sessions: 2, letGo: gone })
    expect(unwrap(await mine.library.session(own)).laps).not.toHaveLength(0)
    expect(unwrap(await mine.library.checkLibrary()).findings).toEqual([])
    await open(theirs[0]!)
    expect(await here()).toContain(at(0))
  })

  test('nothing that stays is in any byte that leaves, and bytes are given to nobody else', async () => {
    const pc = await device('pc')
    const { other, league } = await rival(pc)
    const id = await imported(pc.library)
    unwrap(
      await pc.library.editSessions([id], { addTags: ['canary-tag'], conditions: { weather: 'canary-sky' } }),
    )
    const wish = { league, audience: 'members', withTraces: true, trimMs: 0 } as const
    unwrap(await pc.store.share({ ...wish, sessions: [id] }))
    const { store } = await pc.store.replicas.open(league)
    let text = ''
    for await (const page of store.all())
      for (const { bytes } of page) text += new TextDecoder('latin1').decode(bytes)
    expect(text).toContain('296 GT3')
    for (const canary of ['canary-', 'secret-name', 'time,speed']) expect(text).not.toContain(canary)
    const { session } = unwrap(await pc.library.session(id))
    const { original } = session.origin as Extract<typeof session.origin, { kind: 'file' }>
    expect(await pc.store.sharedBlobs(league, false).offer(original.sha256)).toBeNull()
    const [lap] = unwrap(await pc.library.session(id)).laps
    expect(await pc.store.sharedBlobs(league, false).offer(lap!.trace!.sha256)).not.toBeNull()
    const elsewhere = unwrap(await pc.store.createLeague('crew', 'Crew'))
    expect(await pc.store.sharedBlobs(elsewhere, false).offer(lap!.trace!.sha256)).toBeNull()
    void other
  })

  test('nobody puts laps in the place of mine by using their ids', async () => {
    const pc = await device('pc')
    const { other, league } = await rival(pc)
    const id = await imported(pc.library)
    const before = unwrap(await pc.library.session(id))
    const forged = await recordedSession(other.library, { lapTimesMs: [1_000] }, { id, privacy: 'league' })
    unwrap(await other.library.saveSession(forged))
    unwrap(
      await other.store.share({ league, audience: 'members', withTraces: false, trimMs: 0, sessions: [id] }),
    )
    await sync(other, pc, league)
    const author = unwrap(await other.store.identity()).person
    const needs = unwrap(await pc.store.lapNeeds({ league, author, session: id, row: 0 }))
    expect(needs.kind).toBe('ready')
    expect(unwrap(await pc.library.session(id))).toEqual(before)
  })

  test('the first and last seconds stay here when asked, in every channel, and here nothing changes', async () => {
    const pc = await device('pc')
    const { league } = await rival(pc)
    const id = await imported(pc.library)
    const before = unwrap(await pc.library.session(id))
    const wish = { league, audience: 'members', withTraces: true, trimMs: 500, sessions: [id] } as const
    unwrap(await pc.store.share(wish))
    const { store } = await pc.store.replicas.open(league)
    expect(await store.ofKinds(['layout'])).toEqual([])
    const spoken = await pc.store.counting.session(league, unwrap(await pc.store.identity()).person, id)
    expect(spoken!.body.place.layout).toBeNull()
    const offered = await pc.store.sharedBlobs(league, false).offer(before.laps[0]!.trace!.sha256)
    expect(offered).toBeNull()
    expect(unwrap(await pc.library.session(id)).laps.map(lap => lap.trace)).toEqual(
      before.laps.map(lap => lap.trace),
    )
  })
})

test('an export holds none of my keys and none of a league’s secrets', async () => {
  const pc = await device('pc')
  const { league } = await rival(pc)
  await imported(pc.library)
  unwrap(await pc.store.publishDue())
  const pieces: Uint8Array[] = []
  const sink = async (piece: Uint8Array) => void pieces.push(piece.slice())
  unwrap(await pc.library.exportLibrary(sink, { app: 'test', origin: 'test' }))
  const bytes = new Uint8Array(await new Blob(pieces as Bytes[]).arrayBuffer())
  const words = unwrap(await pc.store.recoveryWords())
  const text = new TextDecoder('latin1').decode(bytes)
  expect(text).toContain('sessions.jsonl')
  expect(text).not.toContain(words.slice(0, 4).join(' '))
  const kept = unwrap(await pc.store.league(league))!
  expect(kept.invites).toHaveLength(1)
  for (const { secret } of kept.invites) expect(text).not.toContain(new TextDecoder('latin1').decode(secret))
  for (const table of ['identity', 'leagues', 'entries', 'shares'])
    expect(text).not.toContain(`${table}.jsonl`)
})

const traceRefOf = async (library: Library, lap: string) => {
  const details = unwrap(await library.lapDetails([lap as never]))
  return details[0]!.lap.trace
}
