/**
 * C5: a device in two leagues gives members of one nothing that came from the other, whatever they name in their entries.
 * A build that forgets which league bytes came from has to be found out by the same drive.
 */
import { expect, test } from 'vitest'
import type { ChunkedRef, LeagueId, PersonId } from '#shared/logbook'
import type { LeagueKeeper } from '#web/workers'
import { sessionToBody } from '../../../web/store/league/session-body.ts'
import { loadKnown } from '../../../web/store/same-thing.ts'
import { saveTestSession, unwrap } from '../store/support.ts'
import { value } from './offices.ts'
import { connectOver, openRealOffice, type RealOffice } from './real-offices.ts'

const join = async (host: RealOffice, guest: RealOffice, name: string): Promise<LeagueId> => {
  const league = value(await host.office.create('league', name))
  const how = { role: 'driver', admits: true, until: null, note: '' } as const
  value(await guest.office.join(value(await host.office.invite(league, how)).link))
  await Promise.all([host.network.followLeagues(), guest.network.followLeagues()])
  await connectOver(league, host, guest, () => {})
  return league
}

const untilLevel = (league: LeagueId, one: RealOffice, other: RealOffice): Promise<void> =>
  expect
    .poll(
      async () =>
        (await one.keeper.replica(league).digest()) === (await other.keeper.replica(league).digest()),
      { timeout: 15_000 },
    )
    .toBe(true)

/** What a member says who drove something and names these bytes as its recordings. */
const publishNaming = async (
  { library, keeper }: RealOffice,
  league: LeagueId,
  traces: ChunkedRef,
): Promise<void> => {
  const id = await saveTestSession(library, { lapTimesMs: [60_000] })
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

const drive = async (isForgetful: boolean) => {
  let first: LeagueId | null = null
  const forgetful = (keeper: LeagueKeeper): LeagueKeeper => ({
    ...keeper,
    blobs: league => {
      const honest = keeper.blobs(league)
      const { offer, readChunk } = keeper.blobs(first ?? league)
      return { ...honest, offer, readChunk }
    },
  })
  const sam = await openRealOffice('Sam', 'PC', isForgetful ? forgetful : undefined)
  const kim = await openRealOffice('Kim', 'Laptop')
  const mal = await openRealOffice('Mal', 'Phone')
  first = await join(sam, kim, 'Tuesday')
  const session = await saveTestSession(kim.library, { lapTimesMs: [60_000] })
  const wish = { audience: 'members', withTraces: true, trimMs: 0 } as const
  value(await kim.office.share({ ...wish, league: first, sessions: [session] }))
  await untilLevel(first, sam, kim)
  const author = value(await kim.keeper.me()).person
  const pointer = { league: first, author, session, row: 0, number: 1 }
  value(await sam.office.openLap(pointer, () => {}))
  const { traces } = (await entryOf(sam, first, author)) ?? {}
  if (!traces) throw new Error('the session has no recordings')

  const second = await join(sam, mal, 'Sunday')
  await publishNaming(mal, second, traces)
  await untilLevel(second, sam, mal)
  const answer = await mal.network.fetch(second, traces)
  return { answer: answer.ok ? 'given' : answer.kind, toMembers: await kim.network.fetch(first, traces) }
}

const entryOf = async ({ library }: RealOffice, league: LeagueId, author: PersonId) => {
  const store = await library.leagueStore(() => 'reader')
  const [spoken] = await store.counting.sessions(league, author)
  store.close()
  return spoken?.body ?? null
}

test('a recording of one league is given to no member of another who names it', async () => {
  expect(await drive(false)).toEqual({ answer: 'nobody-has-it', toMembers: { ok: true } })
}, 60_000)

test('a build that forgets where bytes came from is found out', async () => {
  expect((await drive(true)).answer).toBe('given')
}, 60_000)
