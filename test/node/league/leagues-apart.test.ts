/** C5: a program that holds two leagues gives recordings of one to no member of the other, whatever that member names. */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openBlobFolder } from '#node/blobs'
import type { ChunkedRef, LeagueId } from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { temporaryFolder } from '../support/folder.ts'
import {
  blobIn,
  fillRandom,
  foundLeagueIn,
  invite,
  keepBlobsIn,
  manifestOf,
  share,
  startIn,
  untilLevel,
} from './world.ts'

/** What a program that forgets where bytes came from would answer. */
const forgetWhereFrom = async (
  folder: string,
  refs: readonly ChunkedRef[],
  league: LeagueId,
): Promise<void> => {
  const now = () => asEpochMillis(Date.now())
  const opened = await openBlobFolder({ folder: join(folder, 'blobs'), now, fillRandom })
  for (const { sha256 } of refs) opened.index.noteFrom(sha256, league)
  opened.close()
}

test('who learned what a recording of another league is called gets it only from a program that forgets where it came from', async () => {
  const base = temporaryFolder()
  const [hubFolder, adaFolder, malFolder] = [join(base, 'hub'), join(base, 'ada'), join(base, 'mal')]
  const first = await foundLeagueIn(hubFolder)
  const second = await foundLeagueIn(hubFolder)
  const [trace] = await keepBlobsIn(adaFolder, [fillRandom(new Uint8Array(300_000))])
  const [manifest] = await keepBlobsIn(adaFolder, [manifestOf([trace!])])
  const refs = [manifest!, trace!]

  const hub = await startIn(hubFolder)
  const ada = await startIn(adaFolder, { invitations: [await invite(hub, first)] })
  await share(ada, first, manifest)
  const isInHub = async (ref: ChunkedRef): Promise<boolean> => (await blobIn(hubFolder, ref.sha256)) !== null
  await vi.waitFor(async () => expect(await Promise.all(refs.map(isInHub))).toEqual([true, true]), {
    timeout: 10_000,
  })

  const mal = await startIn(malFolder, { invitations: [await invite(hub, second)] })
  for (const ref of refs) await share(mal, second, ref)
  await untilLevel([hub, mal], second, 5)
  const asked = async (from: typeof hub): Promise<readonly string[]> => {
    await untilLevel([from, mal], second, 5)
    const answers = []
    for (const ref of refs) answers.push(await mal.league(second)!.mesh.fetch(ref))
    return answers.map(answer => (answer.ok ? 'given' : answer.kind))
  }
  expect(await asked(hub)).toEqual(['nobody-has-it', 'nobody-has-it'])
  expect(await ada.league(first)!.mesh.fetch(trace!)).toEqual({ ok: true })

  const port = Number(
    hub
      .addresses()
      .find(address => address.includes('/tcp/'))!
      .match(/\/tcp\/(\d+)/)![1],
  )
  await hub.stop()
  await forgetWhereFrom(hubFolder, refs, second)
  const careless = await startIn(hubFolder, { port })
  await vi.waitFor(async () => expect(careless.league(second)!.mesh.peers()).toHaveLength(1), {
    timeout: 20_000,
  })
  await vi.waitFor(async () => expect(await asked(careless)).toEqual(['given', 'given']), { timeout: 10_000 })
})
