/**
 * C5: what is private never leaves. Sessions whose every word, name and byte is marked lie in a real library; the page's
 * own engine publishes, syncs, answers and pairs; and every byte it sent is searched, as it was before compression and
 * encryption.
 *
 * A search that finds nothing may be one that cannot find: so the same drive is made with builds that leak, and has to
 * fail there.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Privacy } from '#shared/lap'
import type { ChunkedRef, LeagueId } from '#shared/logbook'
import type { LeagueKeeper } from '#web/workers'
import { sessionToBody } from '../../../web/store/league/session-body.ts'
import { loadKnown } from '../../../web/store/same-thing.ts'
import { unwrap } from '../store/support.ts'
import { found, wordCanary } from './canaries.ts'
import { everythingOf, hashesOf, type Marked, saveMarked } from './marked-sessions.ts'
import { compareWords, leagueOf, value } from './offices.ts'
import { connectOver, openRealOffice, type RealOffice } from './real-offices.ts'
import { createTap } from './tap.ts'

const text = (said: string): Uint8Array => new TextEncoder().encode(said)

/** Everything any data channel of this page is given to send, until the test is over: pieces, and what they are. */
const tapDataChannels = (): { readonly sent: () => Uint8Array[] } => {
  const pieces: Uint8Array[] = []
  const taps = new Map<RTCDataChannel, ReturnType<typeof createTap>>()
  const { send } = RTCDataChannel.prototype
  RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: unknown) {
    if (typeof data === 'string') pieces.push(text(data))
    else if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
      const bytes = ArrayBuffer.isView(data)
        ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
        : new Uint8Array(data.slice(0))
      const tap = taps.get(this) ?? createTap()
      taps.set(this, tap)
      tap.push(bytes)
      pieces.push(bytes)
    } else throw new Error('bytes of a kind this tap does not read')
    return send.call(this, data as never)
  } as RTCDataChannel['send']
  onTestFinished(() => {
    RTCDataChannel.prototype.send = send
  })
  return { sent: () => [...pieces, ...[...taps.values()].flatMap(({ messages }) => messages)] }
}

/** What a publishing that forgot to look at the level would write. */
const publishUnasked = async (
  { library, keeper }: RealOffice,
  league: LeagueId,
  { id }: Marked,
  traces: ChunkedRef | null = null,
) => {
  const body = sessionToBody({
    detail: unwrap(await library.session(id)),
    known: await loadKnown(),
    me: value(await keeper.me()),
    audience: 'members',
    trimMs: 0,
    traces,
    proof: null,
  })
  await keeper.replica(league).write({ kind: 'session', id, body })
}

type Leak = 'none' | 'forgets the level' | 'gives any blob' | 'puts a session into a link'

const driveLeague = async (leak: Leak) => {
  const hidden: Marked[] = []
  /** Gives whatever it is asked for, whether an entry names it or not. */
  const openHanded = (keeper: LeagueKeeper): LeagueKeeper => ({
    ...keeper,
    blobs: league => {
      const honest = keeper.blobs(league)
      const vaultOf = (sha256: string) =>
        hidden.find(marked => hashesOf(marked).includes(sha256 as never))?.vault
      return {
        ...honest,
        offer: sha256 => (vaultOf(sha256) ?? honest).offer(sha256),
        readChunk: (sha256, index) => (vaultOf(sha256) ?? honest).readChunk(sha256, index),
      }
    },
  })
  const sam = await openRealOffice('Sam', 'PC', leak === 'gives any blob' ? openHanded : undefined)
  const kim = await openRealOffice('Kim', 'Laptop')
  const here = await saveMarked(sam.library, 'only here', 'device')
  const mine = await saveMarked(sam.library, 'my devices', 'my-devices')
  const given = await saveMarked(sam.library, 'given', 'my-devices')
  hidden.push(here, mine)

  const league = value(await sam.office.create('league', 'Tuesday'))
  const note =
    leak === 'puts a session into a link' ? unwrap(await sam.library.session(mine.id)).session.name! : ''
  const { link } = value(
    await sam.office.invite(league, { role: 'driver', admits: true, until: null, note: '' }),
  )
  value(await kim.office.join(link))
  value(await sam.keeper.publishDue())
  value(
    await sam.office.share({
      sessions: [given.id],
      league,
      audience: 'members',
      withTraces: true,
      trimMs: 0,
    }),
  )
  if (leak === 'forgets the level') await publishUnasked(sam, league, mine)

  const tap = createTap()
  await Promise.all([sam.network.followLeagues(), kim.network.followLeagues()])
  await connectOver(league, sam, kim, tap.push)
  const level = async () =>
    (await kim.keeper.replica(league).digest()) === (await sam.keeper.replica(league).digest())
  await expect.poll(level, { timeout: 15_000 }).toBe(true)

  const { person } = value(await sam.keeper.me())
  value(await kim.office.openLap({ league, author: person, session: given.id, row: 0, number: 1 }, () => {}))

  // A member who got hold of the names asks for the bytes.
  const asked = [...here.refs, ...mine.refs, given.refs[2]!]
  const answers = []
  for (const ref of asked) answers.push(await kim.network.fetch(league, ref))

  // And once more after something was changed of each.
  unwrap(await sam.library.editSessions([here.id, mine.id, given.id], { world: 'sim' }))
  value(await sam.keeper.publishDue())
  await expect.poll(level, { timeout: 15_000 }).toBe(true)

  const sent = [...tap.messages, text(`${link}${note}`)]
  return {
    leaked: [...found([here, mine].flatMap(everythingOf), sent), ...found(given.unspoken, sent)],
    seen: found(given.spoken, sent),
    answers: answers.map(answer => (answer.ok ? 'ok' : answer.kind)),
    refused: tap.refused,
    asked: asked.map(({ sha256 }) => sha256),
  }
}

describe('C5: to a league', () => {
  test('goes what was shared with it and nothing else, whoever asks for whatever', async () => {
    const { leaked, seen, answers, refused, asked } = await driveLeague('none')
    expect(leaked).toEqual([])
    expect(seen).toEqual(
      expect.arrayContaining(['given: name', 'given: channel', 'given: bytes of recording 0', 'given: id']),
    )
    expect(new Set(answers)).toEqual(new Set(['nobody-has-it']))
    expect(refused).toEqual(expect.arrayContaining(asked))
  }, 60_000)

  test('a build that forgets the level is found out', async () => {
    const { leaked } = await driveLeague('forgets the level')
    expect(leaked).toEqual(
      expect.arrayContaining(['my devices: name', 'my devices: driver', 'my devices: car']),
    )
  }, 60_000)

  test('a build that gives any blob to any member is found out', async () => {
    const { leaked } = await driveLeague('gives any blob')
    expect(leaked).toEqual(
      expect.arrayContaining(['only here: bytes of recording 0', 'my devices: bytes of the original file']),
    )
  }, 60_000)

  test('a build that says in its link what was driven is found out', async () => {
    expect((await driveLeague('puts a session into a link')).leaked).toEqual(['my devices: name'])
  }, 60_000)
})

describe('C5: an entry of somebody else', () => {
  test('that names bytes of mine does not open them: only my own word does', async () => {
    const sam = await openRealOffice('Sam', 'PC')
    const kim = await openRealOffice('Kim', 'Laptop')
    const here = await saveMarked(sam.library, 'only here', 'device')
    const theirs = await saveMarked(kim.library, 'theirs', 'my-devices')
    const league = value(await sam.office.create('league', 'Tuesday'))
    const how = { role: 'driver', admits: true, until: null, note: '' } as const
    value(await kim.office.join(value(await sam.office.invite(league, how)).link))
    const tap = createTap()
    await Promise.all([sam.network.followLeagues(), kim.network.followLeagues()])
    await connectOver(league, sam, kim, tap.push)
    const level = async () =>
      (await kim.keeper.replica(league).digest()) === (await sam.keeper.replica(league).digest())
    await expect.poll(level, { timeout: 15_000 }).toBe(true)
    for (const ref of here.refs) {
      await publishUnasked(kim, league, theirs, ref)
      await expect.poll(level, { timeout: 15_000 }).toBe(true)
      expect(await sam.keeper.blobs(league).offer(ref.sha256)).toBeNull()
      expect(await sam.keeper.blobs(league).readChunk(ref.sha256, 0)).toBeNull()
      expect(await kim.network.fetch(league, ref)).toEqual({ ok: false, kind: 'nobody-has-it' })
    }
    expect(found(everythingOf(here), tap.messages)).toEqual([])
  }, 60_000)
})

describe('C5: a level that is lowered', () => {
  test('takes back what was shared above it, and nothing said later goes there', async () => {
    const sam = await openRealOffice('Sam', 'PC')
    const given = await saveMarked(sam.library, 'given', 'my-devices')
    const league = value(await sam.office.create('league', 'Tuesday'))
    const wish = { sessions: [given.id], league, audience: 'public', withTraces: true, trimMs: 0 } as const
    value(await sam.office.share(wish))
    const said = async () => {
      const { device } = value(await sam.keeper.me())
      const entries = await sam.keeper.replica(league).missing(device, [], 0, 10_000_000)
      return entries.map(({ bytes }) => bytes)
    }
    unwrap(await sam.library.editSessions([given.id], { privacy: 'league', name: 'for members' }))
    value(await sam.keeper.publishDue())
    const audiences = value(await sam.keeper.sharedWhere(given.id)).map(({ audience }) => audience)
    expect(new Set(audiences)).toEqual(new Set(['members']))
    expect(found(wordCanary('name', 'for members'), await said())).toEqual(['name'])

    unwrap(await sam.library.editSessions([given.id], { privacy: 'my-devices', name: 'for me alone' }))
    value(await sam.keeper.publishDue())
    expect(found(wordCanary('name', 'for me alone'), await said())).toEqual([])
    const places = value(await sam.keeper.sharedWhere(given.id))
    expect(places.map(place => place.league)).not.toContain(league)
    for (const { sha256 } of given.refs) expect(await sam.keeper.blobs(league).offer(sha256)).toBeNull()

    const whereAt = async (privacy: Privacy) => {
      unwrap(await sam.library.editSessions([given.id], { privacy }))
      value(await sam.keeper.publishDue())
      return value(await sam.keeper.sharedWhere(given.id)).map(place => place.use)
    }
    expect(await whereAt('device')).toEqual([])
    expect(await whereAt('my-devices')).toEqual(['devices'])
  })
})

const driveDevices = async (isLeaking: boolean) => {
  const channels = tapDataChannels()
  const pc = await openRealOffice('Sam', 'PC')
  const laptop = await openRealOffice('', 'Laptop')
  const here = await saveMarked(pc.library, 'only here', 'device')
  const mine = await saveMarked(pc.library, 'my devices', 'my-devices')
  const devices = value(await pc.keeper.devicesLeague())
  value(await pc.keeper.publishDue())
  if (isLeaking) await publishUnasked(pc, devices, here)

  const {
    offer,
    answer,
    here: shown,
    there,
  } = await compareWords(pc.office, laptop.office, { kind: 'device' })
  const confirmed = await Promise.all([shown.confirm(), there.confirm()])
  expect(confirmed.map(({ ok }) => ok)).toEqual([true, true])
  const seen = leagueOf(laptop.office, devices)
  await expect.poll(() => seen()?.people[0]?.devices.length, { timeout: 15_000 }).toBe(2)
  const inLibrary = async () => unwrap(await laptop.library.listSessions()).map(({ session }) => session.id)
  await expect.poll(async () => (await inLibrary()).length, { timeout: 20_000 }).toBeGreaterThan(0)
  const answers = []
  for (const ref of here.refs) answers.push(await laptop.network.fetch(devices, ref))

  const codes = [text(offer.code), text(answer.code)]
  const requests = here.refs.map(({ sha256 }) => sha256)
  return {
    /** The laptop's requests name the hashes: of those, only what the bytes are counts. */
    leaked: found(everythingOf(here), [...channels.sent(), ...codes]).filter(
      name => !name.includes('hash of'),
    ),
    unspoken: found(mine.unspoken, [...channels.sent(), ...codes]),
    inCodes: found([...everythingOf(here), ...everythingOf(mine)], codes),
    seen: found(mine.spoken, channels.sent()),
    answers: answers.map(each => (each.ok ? 'ok' : each.kind)),
    requests,
  }
}

describe('C5: to a device of mine', () => {
  test('goes what is for my devices, not what is for this one alone; codes on the screens say nothing of either', async () => {
    const { leaked, unspoken, inCodes, seen, answers } = await driveDevices(false)
    expect(leaked).toEqual([])
    expect(unspoken).toEqual([])
    expect(inCodes).toEqual([])
    expect(seen).toEqual(expect.arrayContaining(['my devices: name', 'my devices: id']))
    expect(new Set(answers)).toEqual(new Set(['nobody-has-it']))
  }, 60_000)

  test('a build that forgets the level is found out', async () => {
    const { leaked } = await driveDevices(true)
    expect(leaked).toEqual(expect.arrayContaining(['only here: name', 'only here: driver']))
  }, 60_000)
})
