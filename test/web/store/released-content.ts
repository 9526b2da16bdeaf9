/**
 * One of everything a library can hold, put in through its own doors: what the kept dumps of released versions are
 * made of.
 */
import { expect } from 'vitest'
import { ANY } from '#shared/boards'
import { createId } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import { asMetres, asMillis } from '#shared/units'
import type { Library } from '#web/store'
import { BRIDGE, rigLaps, rigSession } from './rig-laps.ts'
import {
  ensureAll,
  fillRandom,
  measuredLap,
  NOON,
  openTestLibrary,
  recordedSession,
  traceOf,
  unwrap,
} from './support.ts'

const gate = (x: number) => ({ left: { x, y: 0 }, right: { x, y: 10 } })

export const fillWithOneOfEach = async (library: Library): Promise<void> => {
  const recorded = await recordedSession(library, {}, { notes: 'Dry, a little wind from the west.' })
  const laps = recorded.laps.map((lap, i) => ({
    ...lap,
    measured: {
      ...lap.measured,
      sectorsMs: [asMillis(20_000), asMillis(lap.measured.endMs - lap.measured.startMs - 20_000)],
      ...(i === 2 ? { validity: { valid: false, reason: 'off the road at T4' } as const } : {}),
    },
  }))
  unwrap(await library.saveSession({ ...recorded, laps }))
  const deleted = unwrap(await library.saveSession(await recordedSession(library)))
  unwrap(await library.deleteSession(deleted))

  const layoutId = createId<'layout'>(fillRandom)
  const gates = { startFinish: gate(0), finish: null, sectors: [gate(400)], origin: 'from the file' }
  const frame = { kind: 'flat', space: 'test' } as const
  const timing = { by: 'gates', layoutId, gateVersion: 1 } as const
  unwrap(
    await library.saveImport({
      file: { fileName: 'spa.csv', content: new Blob(['time,speed\n0,40\n']) },
      more: [{ role: 'companion', part: 0, fileName: 'spa.ldx', content: new Blob(['<LDXFile/>']) }],
      reader: { name: 'racechrono-csv', version: 2 },
      instead: [],
      sessions: [
        {
          id: library.newSessionId(),
          startedAt: NOON,
          utcOffsetMin: null,
          place: { kind: 'new', layoutId, name: 'Spa', frame, gates, lengthM: asMetres(7004) },
          venue: null,
          car: 'BMW M4 GT3',
          driver: 'Sam',
          laps: [151_000, 149_500].map((ms, i) => ({
            measured: { ...measuredLap(i + 1, i * 151_000, ms), timing },
            trace: traceOf(i * 151_000, 1, i),
            ...(i === 1 ? { driver: 'Kim' } : {}),
          })),
          between: null,
          notes: '',
          privacy: 'device',
          imported: {
            format: 'RaceChrono CSV v3',
            timedBy: 'file-lines',
            notes: [{ kind: 'guessed', text: 'The year was guessed.' }],
            part: 0,
            mapping: null,
            triedVersion: null,
          },
        },
      ],
    }),
  )
  unwrap(await library.moveGates(layoutId, { ...gates, sectors: [gate(500)], origin: 'drawn by hand' }))
  const corner = { name: 'La Source', turn: 'right', entry: { x: 1, y: 2 }, apex: { x: 3, y: 4 } } as const
  unwrap(await library.saveCorners(layoutId, [{ ...corner, exit: { x: 5, y: 6 } }]))
  const { car, driver } = await ensureAll(library)
  const [spa] = unwrap(await library.listSessions()).filter(line => line.track === 'Spa')
  const { laps: spaLaps } = unwrap(await library.session(spa!.session.id))
  unwrap(
    await library.editSessions([spa!.session.id], {
      name: 'Trackday',
      addTags: ['slicks', 'new dampers'],
      conditions: { surface: 'damp', weather: 'Drizzle', airC: 12.5, trackC: 15 },
      world: 'real',
    }),
  )
  const mark = { kind: 'invalid', reason: 'yellow flag' } as const
  unwrap(await library.editLaps([spaLaps[0]!.id], { mark, surface: 'wet', notes: 'behind a GT4' }))
  const facts = {
    make: 'Ferrari',
    className: 'GT3',
    powerW: 441_000,
    weightKg: 1260,
    drivetrain: 'rear',
  } as const
  unwrap(await library.editCar(car.id, { facts, notes: 'The red one.' }))
  unwrap(await library.editDriver(driver.id, 'Kim'))
  unwrap(
    await library.addSetup({
      carId: car.id,
      trackId: null,
      name: 'Wet',
      fileName: 'wet.json',
      text: '{"carName":"ferrari_296_gt3"}',
      notes: '',
      privacy: 'my-devices',
    }),
  )
  for (const { lap, trace } of await rigLaps(rigSession({ car: 'bmw_m4_gt3', track: 'spa' }), 2))
    unwrap(await library.keepRigLap(lap, BRIDGE, trace))
  unwrap(await library.setRigToken('of this browser only'))
  unwrap(await library.setSetting('theme', 'contrast'))
  unwrap(await library.remember('csv-mapping', 'time,speed', { time: 0, speed: 1 }))
}

/** My devices and a league of two, whose other member shared a session that was opened here. */
export const fillLeagues = async (library: Library): Promise<void> => {
  const mine = await library.leagueStore(() => 'pc')
  unwrap(await mine.publishDue())
  const league = unwrap(await mine.createLeague('league', 'Tuesdays'))
  const how = { role: 'driver', admits: true, until: null, note: '' } as const
  const { secret } = unwrap(await mine.invite(league, how))
  const other = await openTestLibrary()
  const theirs = await other.leagueStore(() => 'phone')
  const invited = { id: league, use: 'league', name: 'Tuesdays', invite: secret, addresses: [] } as const
  unwrap(await theirs.joinLeague(invited))
  const session = unwrap(await other.saveSession(await recordedSession(other)))
  const wish = { league, audience: 'members', withTraces: false, trimMs: 0 } as const
  unwrap(await theirs.share({ ...wish, sessions: [session] }))
  const { replica } = await mine.replicas.open(league)
  for await (const page of (await theirs.replicas.open(league)).store.all()) await replica.receive(page)
  const { person, device } = unwrap(await theirs.identity())
  expect(unwrap(await mine.lapNeeds({ league, author: person, session, row: 0 })).kind).toBe('ready')
  await mine.leaderboards.board(league, ANY, null)
  const half = { sha256: 'ab'.repeat(32), size: 5, chunkRoot: 'cd'.repeat(32) } as ChunkedRef
  const partial = await mine.sharedBlobs(league, false).resume(half)
  await partial!.setChunkHashes(new Uint8Array(32))
  await partial!.put(0, new Uint8Array(5))
  unwrap(await mine.noteMet(league, { device, route: 'lan', addresses: ['/ip4/10.0.0.2/tcp/7422/ws'] }))
  await mine.documents(league).append('notes', Uint8Array.of(1, 2, 3))
  mine.close()
  theirs.close()
}
