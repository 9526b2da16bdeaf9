/** The worker of leagues as the page uses it: keys that stay there, entries on disk when they are answered, a worker that dies. */
import { expect, onTestFinished, test } from 'vitest'
import { createSignatures, isCertified, type LeagueId } from '#shared/logbook'
import type { BoardQuery } from '#web/league'
import type { LeagueKeeper, LeagueNews } from '#web/workers'
import { createLeagueKeeper } from '../../../web/workers/leaguing.ts'
import { deleteDatabase, openTestLibrary, saveTestSession, uniqueName, unwrap } from '../store/support.ts'

const answered = <T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string },
): T => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.value
}

const keeperOf = (name: string): LeagueKeeper => {
  const keeper = createLeagueKeeper(name)
  onTestFinished(() => keeper.close())
  return keeper
}

const newName = (): string => {
  const name = uniqueName()
  onTestFinished(() => deleteDatabase(name))
  return name
}

const everythingOf = (league: LeagueId): BoardQuery => ({
  ...{ league, layout: null, className: null, car: null },
  ...{ surface: null, world: null, sector: null, asOf: null },
})

test('who I am is made once, also by two tabs at the same moment, and what signs is the device it names', async () => {
  const name = newName()
  const [first, second] = [keeperOf(name), keeperOf(name)]
  expect(answered(await first.knownMe())).toBeNull()
  const [me, same] = await Promise.all([first.me(), second.me()])
  expect(answered(me)).toEqual(answered(same))
  const { person, device, holdsPersonKey, backedUpAt } = answered(me)
  expect([holdsPersonKey, backedUpAt]).toEqual([true, null])
  const signatures = createSignatures(crypto.subtle as never)
  const message = new TextEncoder().encode('a handshake')
  expect(await signatures.verify(device, await second.sign(message), message)).toBe(true)
  expect(await isCertified(signatures, person, device, answered(await first.certificate()))).toBe(true)
})

test('S3 what was answered is there for a worker that starts after this one was ended in the middle', async () => {
  const name = newName()
  const first = createLeagueKeeper(name)
  const league = answered(await first.createLeague('crew', 'Night shift'))
  const note = await first.replica(league).write({ kind: 'note', id: '', body: { said: 'box box' } })
  void first.replica(league).write({ kind: 'note', id: '', body: { said: 'whether or not' } })
  first.close()
  const second = keeperOf(name)
  const [kept] = answered(await second.leagues())
  expect(kept).toMatchObject({
    id: league,
    use: 'crew',
    name: 'Night shift',
    role: 'admin',
    standing: 'member',
  })
  expect(await second.replica(league).has([note.hash])).toEqual([true])
  await second.replica(league).write({ kind: 'note', id: '', body: { said: 'again' } })
  expect(await second.replica(league).tips()).toHaveLength(1)
})

test('what one tab writes, another hears of and counts', async () => {
  const name = newName()
  const [first, second] = [keeperOf(name), keeperOf(name)]
  const league = answered(await first.createLeague('league', 'Tuesdays'))
  const before = await second.replica(league).digest()
  const news = new Promise<LeagueNews>(resolve => second.onNews(resolve))
  const body = { name: 'Wednesdays', about: '', addresses: [] }
  const entry = await first.replica(league).write({ kind: 'league-settings', id: '', body })
  expect((await news).added.map(({ hash }) => hash)).toContain(entry.hash)
  expect(await second.replica(league).digest()).not.toBe(before)
  expect((await second.replica(league).governance())?.name).toBe('Wednesdays')
})

test('words and a backup bring the person back on another device, with its leagues; a wrong one says so', async () => {
  const mine = keeperOf(newName())
  const me = answered(await mine.me())
  const league = answered(await mine.createLeague('league', 'Tuesdays'))
  const words = answered(await mine.recoveryWords())
  expect(words).toHaveLength(24)
  expect((await mine.confirmWords(words.toReversed())).ok).toBe(false)
  answered(await mine.confirmWords(words))
  expect(answered(await mine.me()).backedUpAt).not.toBeNull()
  const { bytes } = answered(await mine.backupFile('correct horse'))
  const other = keeperOf(newName())
  expect(await other.restore({ file: bytes, passphrase: 'wrong horse' })).toMatchObject({ ok: false })
  expect(await other.restore({ words: words.slice(1) })).toMatchObject({ ok: false })
  const restored = answered(await other.restore({ file: bytes, passphrase: 'correct horse' }))
  expect(restored).toMatchObject({ person: me.person, holdsPersonKey: true })
  expect(restored.device).not.toBe(me.device)
  expect(answered(await other.leagues()).map(({ id }) => id)).toEqual([league])
  const third = keeperOf(newName())
  expect(answered(await third.restore({ words })).person).toBe(me.person)
})

test('a leaderboard shows what was shared, says what it can be checked with, and opens again after a start', async () => {
  const library = await openTestLibrary()
  const keeper = keeperOf(library.name)
  const league = answered(await keeper.createLeague('league', 'Tuesdays'))
  const session = await saveTestSession(library)
  const wish = { sessions: [session], league, audience: 'members', withTraces: true, trimMs: 0 } as const
  const preview = answered(await keeper.previewShare(wish))
  expect(preview).toMatchObject({ sessions: 1, laps: 3, channels: ['speed'], hasPosition: false })
  answered(await keeper.share(wish))
  const query = everythingOf(league)
  const board = answered(await keeper.board(query))
  expect(board.rows).toMatchObject([
    {
      place: 1,
      driver: 'Kim',
      timeMs: 60_000,
      proof: { by: 'sample', has: 'trace', timing: 'marks', retimed: null },
    },
  ])
  expect(answered(await keeper.changes(league, 10)).map(({ what }) => what)).toContain('session')
  expect(answered(await keeper.sharedWhere(session))).toMatchObject([{ league, audience: 'members' }])
  const [row] = board.rows
  expect(answered(await keeper.lapNeeds(row!.lap))).toMatchObject({ kind: 'ready' })
  keeper.close()
  const again = keeperOf(library.name)
  expect(answered(await again.board(query)).rows).toEqual(board.rows)
  unwrap(await library.checkRows())
})

test('a leaderboard that is looked at follows what this tab says, and what another tab does', async () => {
  const library = await openTestLibrary()
  const [keeper, other] = [keeperOf(library.name), keeperOf(library.name)]
  const league = answered(await keeper.createLeague('league', 'Tuesdays'))
  const rows = async () => answered(await keeper.board(everythingOf(league))).rows.length
  expect(await rows()).toBe(0)
  const session = await saveTestSession(library)
  const wish = { sessions: [session], league, audience: 'members', withTraces: false, trimMs: 0 } as const
  answered(await keeper.share(wish))
  expect(await rows()).toBe(1)
  answered(await other.withdraw(session, league))
  await expect.poll(rows).toBe(0)
  answered(await other.share(wish))
  await expect.poll(rows).toBe(1)
})
