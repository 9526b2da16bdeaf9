/** What members write together reaches who was away, through a member in between: over real libp2p, on real disks. */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Member } from '#node/league'
import type { LeagueId } from '#shared/logbook'
import type { OpenDocument } from '#shared/sync'
import { temporaryFolder } from '../support/folder.ts'
import { fillRandom, foundLeagueIn, invite, replicaOf, startIn, untilLevel } from './world.ts'

const notesOf = async (member: Member, league: LeagueId): Promise<OpenDocument> => {
  const opened = await member.league(league)!.document('notes')
  if (!opened) throw new Error('no notes')
  return opened
}

const untilSays = async (member: Member, league: LeagueId, text: string): Promise<void> => {
  const { doc } = await notesOf(member, league)
  await vi.waitFor(() => expect(doc.getText('text').toString()).toBe(text), { timeout: 10_000 })
}

test('notes reach a member that was never there at the same time, through a third, and survive restarts', async () => {
  const base = temporaryFolder()
  const league = await foundLeagueIn(join(base, 'relay'))
  const relay = await startIn(join(base, 'relay'))
  const ada = await startIn(join(base, 'ada'), { invitations: [await invite(relay, league)] })
  await untilLevel([relay, ada], league, 3)
  const { doc } = await notesOf(ada, league)
  doc.getText('text').insert(0, 'Box this lap. '.repeat(40_000))
  doc.getText('text').insert(0, 'Rain at six. ')
  doc.getText('text').delete('Rain at six. '.length, 14 * 39_999)
  await untilSays(relay, league, 'Rain at six. Box this lap. ')
  await ada.stop()

  const bea = await startIn(join(base, 'bea'), { invitations: [await invite(relay, league)] })
  await untilSays(bea, league, 'Rain at six. Box this lap. ')
  ;(await notesOf(bea, league)).doc.getText('text').insert(0, 'Bea: ')
  await untilSays(relay, league, 'Bea: Rain at six. Box this lap. ')
  await Promise.all([bea.stop(), relay.stop()])
  const again = await startIn(join(base, 'relay'))
  await untilSays(again, league, 'Bea: Rain at six. Box this lap. ')
})

test('nobody takes what a viewer writes, and a viewer reads what others write', async () => {
  const base = temporaryFolder()
  const league = await foundLeagueIn(join(base, 'ada'))
  const ada = await startIn(join(base, 'ada'))
  const invitation = await invite(ada, league)
  const eve = await startIn(join(base, 'eve'), { invitations: [invitation] })
  await untilLevel([ada, eve], league, 3)
  await replicaOf(ada, league).write({
    kind: 'member',
    id: eve.person,
    body: { name: 'Eve', role: 'viewer', until: [] },
  })
  await untilLevel([ada, eve], league, 4)
  ;(await notesOf(eve, league)).doc.getText('text').insert(0, 'graffiti')
  ;(await notesOf(ada, league)).doc.getText('text').insert(0, 'plan')
  const { doc } = await notesOf(eve, league)
  await vi.waitFor(() => expect(doc.getText('text').toString()).toContain('plan'), { timeout: 10_000 })
  expect((await notesOf(ada, league)).doc.getText('text').toString()).toBe('plan')
})

test('the secret of the room reaches members through a member that only passes it on', async () => {
  const base = temporaryFolder()
  const league = await foundLeagueIn(join(base, 'relay'))
  const relay = await startIn(join(base, 'relay'))
  const secret = fillRandom(new Uint8Array(32))
  const commitment = Buffer.from(await crypto.subtle.digest('SHA-256', secret)).toString('hex')
  await replicaOf(relay, league).write({
    kind: 'room',
    id: '',
    body: { epoch: 1, commitment: commitment as never },
  })
  await relay.stop()
  // As a program that made the secret keeps it.
  const kept = join(base, 'relay', 'leagues', league, 'league.json')
  const { writeFile } = await import('node:fs/promises')
  const room = { epoch: 1, secret: Buffer.from(secret).toString('hex') }
  await writeFile(kept, JSON.stringify({ v: 1, invite: null, addresses: [], met: [], rooms: [room] }))

  const again = await startIn(join(base, 'relay'))
  const ada = await startIn(join(base, 'ada'), { invitations: [await invite(again, league)] })
  const { readKept } = await import('../../../node/league/kept.ts')
  await vi.waitFor(
    async () =>
      expect((await readKept(join(base, 'ada'), league)).rooms).toEqual([
        { epoch: 1, secret: new Uint8Array(secret) },
      ]),
    { timeout: 10_000 },
  )
  await Promise.all([ada.stop(), again.stop()])
})
