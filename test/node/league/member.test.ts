/** Programs of one league on one machine: they meet by an invitation, hold the same, and go on without one another. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { startMember } from '#node/league'
import { temporaryFolder } from '../support/folder.ts'
import {
  blobIn,
  entryCount,
  foundLeagueIn,
  invite,
  keepBlobsIn,
  manifestOf,
  memberOptions,
  replicaOf,
  share,
  startIn,
  untilLevel,
} from './world.ts'

const bytesOf = (size: number, seed: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let i = 0, state = seed; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

describe('a program that was invited', () => {
  test('is a member once it met one, and holds every entry and recording of the league', async () => {
    const base = temporaryFolder()
    const [home, away] = [join(base, 'ada'), join(base, 'bea')]
    const league = await foundLeagueIn(home)
    const traces = await keepBlobsIn(home, [bytesOf(700_000, 1), bytesOf(10, 2)])
    const [manifest] = await keepBlobsIn(home, [manifestOf(traces)])
    const ada = await startIn(home)
    await share(ada, league, manifest!)
    const bea = await startIn(away, {
      invitations: [await invite(ada, league)],
      names: { person: 'Bea', device: 'Van' },
    })
    await untilLevel([ada, bea], league, 4)
    await vi.waitFor(async () => {
      const [view] = await bea.leagues()
      expect(view).toMatchObject({ isMember: true, missingBlobs: 0 })
      expect(view!.governance!.members.map(({ name }) => name)).toEqual(['Ada', 'Bea'])
      expect(view!.peers).toMatchObject([{ device: ada.device, route: 'here', phase: 'level' }])
    })
    await vi.waitFor(
      async () =>
        expect(await Promise.all(traces.map(({ sha256 }) => blobIn(away, sha256)))).toEqual([
          bytesOf(700_000, 1),
          bytesOf(10, 2),
        ]),
      { timeout: 10_000 },
    )

    await share(bea, league)
    await untilLevel([ada, bea], league, 5)
  })

  test('needs no invitation at its next start, and finds whom it met', async () => {
    const base = temporaryFolder()
    const league = await foundLeagueIn(join(base, 'ada'))
    const ada = await startIn(join(base, 'ada'))
    const bea = await startIn(join(base, 'bea'), { invitations: [await invite(ada, league)] })
    await untilLevel([ada, bea], league, 3)
    await bea.stop()
    await share(ada, league)
    const again = await startIn(join(base, 'bea'))
    await untilLevel([ada, again], league, 4)
    expect(again.device).toBe(bea.device)
  })

  test('whose file of entries was moved away gets them back, its own too, before it writes', async () => {
    const base = temporaryFolder()
    const [home, away] = [join(base, 'ada'), join(base, 'bea')]
    const league = await foundLeagueIn(home)
    const ada = await startIn(home)
    const bea = await startIn(away, { invitations: [await invite(ada, league)] })
    await untilLevel([ada, bea], league, 3)
    await share(bea, league)
    await untilLevel([ada, bea], league, 4)
    const tips = await replicaOf(ada, league).tips()
    await bea.stop()
    for (const ending of ['', '-wal', '-shm'])
      await rm(join(away, 'leagues', league, `entries.sqlite${ending}`), { force: true })

    const again = await startIn(away)
    await untilLevel([ada, again], league, 4)
    await share(again, league)
    await untilLevel([ada, again], league, 5)
    const after = await replicaOf(ada, league).tips()
    expect(after.map(({ device }) => device)).toEqual(tips.map(({ device }) => device))
    expect((await replicaOf(again, league).governance())!.notices).toEqual([])
  })

  test('drops recordings their author took back, and keeps those of others', async () => {
    const base = temporaryFolder()
    const [home, away] = [join(base, 'ada'), join(base, 'bea')]
    const league = await foundLeagueIn(home)
    const traces = await keepBlobsIn(home, [bytesOf(300_000, 1), bytesOf(5_000, 2)])
    const manifests = await keepBlobsIn(
      home,
      traces.map(trace => manifestOf([trace])),
    )
    const ada = await startIn(home)
    const gone = await share(ada, league, manifests[0]!)
    await share(ada, league, manifests[1]!)
    const bea = await startIn(away, { invitations: [await invite(ada, league)] })
    const isHere = async (index: number): Promise<boolean> =>
      (await blobIn(away, traces[index]!.sha256)) !== null
    await vi.waitFor(async () => expect([await isHere(0), await isHere(1)]).toEqual([true, true]), {
      timeout: 10_000,
    })
    await replicaOf(ada, league).write({ kind: 'session', id: gone, body: null })
    await vi.waitFor(async () => expect([await isHere(0), await isHere(1)]).toEqual([false, true]), {
      timeout: 10_000,
    })
    expect(await blobIn(away, manifests[0]!.sha256)).toBeNull()
    // Its author's own bytes are the author's.
    expect(await blobIn(home, traces[0]!.sha256)).not.toBeNull()
    await bea.stop()
  })
})

test('two who know nobody but a third meet through it, and go on with each other when it stops', async () => {
  const base = temporaryFolder()
  const league = await foundLeagueIn(join(base, 'relay'))
  const relay = await startIn(join(base, 'relay'))
  const bea = await startIn(join(base, 'bea'), { invitations: [await invite(relay, league)] })
  const cid = await startIn(join(base, 'cid'), { invitations: [await invite(relay, league)] })
  await untilLevel([relay, bea, cid], league, 5)
  const friendsOf = async (member: typeof cid) =>
    (await member.leagues())[0]!.peers.map(({ device }) => device)
  await vi.waitFor(
    async () => {
      expect(await friendsOf(cid)).toContain(bea.device)
      expect(await friendsOf(bea)).toContain(cid.device)
    },
    { timeout: 15_000 },
  )
  await relay.stop()
  await share(bea, league)
  await share(cid, league)
  await untilLevel([bea, cid], league, 7)
  const back = await startIn(join(base, 'relay'), { port: 0 })
  expect(await entryCount(back, league)).toBe(5)
})

test('a stranger who knows the league’s id and an address gets nothing', async () => {
  const base = temporaryFolder()
  const league = await foundLeagueIn(join(base, 'ada'))
  const ada = await startIn(join(base, 'ada'))
  await share(ada, league)
  const forged = { league, seed: new Uint8Array(32).fill(7), addresses: ada.addresses() }
  const eve = await startIn(join(base, 'eve'), { invitations: [forged] })
  await vi
    .waitFor(() => {
      const ends = eve.league(league)!.mesh.ends()
      const reasons = ends.map(({ reason }) => reason)
      if (reasons.length === 0) throw new Error('nothing happened yet')
      return reasons
    })
    .catch(() => {})
  expect(await entryCount(eve, league)).toBe(1)
  expect((await ada.leagues())[0]!.peers).toEqual([])
})

test('two programs cannot be the same member', async () => {
  const folder = temporaryFolder()
  await foundLeagueIn(folder)
  const first = await startIn(folder)
  expect(await startMember(memberOptions(folder))).toMatchObject({
    ok: false,
    message: expect.stringContaining('Another Paddock program is the member'),
  })
  await first.stop()
  await (await startIn(folder)).stop()
})
