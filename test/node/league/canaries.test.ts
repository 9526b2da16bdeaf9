/**
 * C5: what a program holds for one league is in no byte it says to members of another, and what a member keeps for itself
 * is in none of its own: looked for before encryption and compression, on real connections, libp2p's own words included.
 */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openBlobFolder } from '#node/blobs'
import type { Member } from '#node/league'
import type { ChunkedRef, LeagueId, SessionBody } from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { sampleSession } from '../../shared/logbook/sample-bodies.ts'
import { type Canary, found, hashCanary, wordCanary } from '../../web/league/canaries.ts'
import { temporaryFolder } from '../support/folder.ts'
import { overheard } from '../support/plaintext.ts'
import {
  blobIn,
  fillRandom,
  foundLeagueIn,
  invite,
  keepBlobsIn,
  manifestOf,
  replicaOf,
  share,
  startIn,
  untilLevel,
} from './world.ts'

vi.mock('@libp2p/yamux', async original =>
  (await import('../support/plaintext.ts')).tappedYamux(await original()),
)

const randomWord = (of: string): string =>
  `${of}-${Buffer.from(fillRandom(new Uint8Array(8))).toString('hex')}`

interface MarkedDrive {
  readonly body: SessionBody
  readonly canaries: readonly Canary[]
  readonly refs: readonly ChunkedRef[]
}

/** A session whose every word and byte can be told in any stream, its recording in that folder. */
const markedIn = async (folder: string, label: string): Promise<MarkedDrive> => {
  const words = { name: randomWord('name'), car: randomWord('car'), driver: randomWord('driver') }
  const bytes = fillRandom(new Uint8Array(300_000))
  const [trace] = await keepBlobsIn(folder, [bytes])
  const [manifest] = await keepBlobsIn(folder, [manifestOf([trace!])])
  const sample = sampleSession()
  const { name, car, driver } = words
  return {
    refs: [manifest!, trace!],
    body: {
      ...sample,
      name,
      car: { ...sample.car, name: car },
      drivers: [{ name: driver, person: null }],
      traces: manifest!,
    },
    canaries: [
      ...Object.entries(words).flatMap(([of, text]) => wordCanary(`${label}: ${of}`, text)),
      { of: `${label}: bytes`, bytes: bytes.slice(0, 32) },
      hashCanary(`${label}: hash`, trace!.sha256),
      hashCanary(`${label}: hash of the list`, manifest!.sha256),
    ],
  }
}

const publish = (member: Member, league: LeagueId, { body }: MarkedDrive) =>
  replicaOf(member, league).write({ kind: 'session', id: randomId(), body })
const randomId = (): string => Buffer.from(fillRandom(new Uint8Array(16))).toString('hex')

/** As a program would that forgot which league bytes came from. */
const forgetWhereFrom = async (folder: string, { refs }: MarkedDrive, league: LeagueId): Promise<void> => {
  const now = () => asEpochMillis(Date.now())
  const opened = await openBlobFolder({ folder: join(folder, 'blobs'), now, fillRandom })
  for (const { sha256 } of refs) opened.index.noteFrom(sha256, league)
  opened.close()
}

let startedHosts = 0
const start = async (...given: Parameters<typeof startIn>): Promise<{ member: Member; host: number }> => ({
  member: await startIn(...given),
  host: startedHosts++,
})

type Leak = 'none' | 'gives bytes of another league' | 'publishes to the wrong league'

const drive = async (leak: Leak) => {
  const base = temporaryFolder()
  const [hubFolder, adaFolder, malFolder] = [join(base, 'hub'), join(base, 'ada'), join(base, 'mal')]
  const first = await foundLeagueIn(hubFolder)
  const second = await foundLeagueIn(hubFolder)
  const own = await foundLeagueIn(malFolder)
  const theirs = await markedIn(adaFolder, 'of the first league')
  const kept = await markedIn(malFolder, 'of mine alone')
  const given = await markedIn(malFolder, 'given')

  const { member: hub } = await start(hubFolder)
  const { member: ada } = await start(adaFolder, {
    invitations: [await invite(hub, first)],
    names: { person: 'Ada', device: randomWord('ada-device') },
  })
  await publish(ada, first, theirs)
  const isHeld = async () =>
    (await Promise.all(theirs.refs.map(({ sha256 }) => blobIn(hubFolder, sha256)))).every(
      bytes => bytes !== null,
    )
  await vi.waitFor(async () => expect(await isHeld()).toBe(true), { timeout: 10_000 })
  if (leak === 'gives bytes of another league') await forgetWhereFrom(hubFolder, theirs, second)
  if (leak === 'publishes to the wrong league') await publish(hub, second, theirs)

  const { member: mal, host } = await start(malFolder, { invitations: [await invite(hub, second)] })
  await publish(mal, own, kept)
  await publish(mal, second, given)
  // Somebody told Mal what recordings of the first league are called.
  for (const ref of theirs.refs) await share(mal, second, ref)
  await untilLevel([hub, mal], second, leak === 'publishes to the wrong league' ? 7 : 6)
  const isTaken = async () => (await blobIn(hubFolder, given.refs[1]!.sha256)) !== null
  await vi.waitFor(async () => expect(await isTaken()).toBe(true), { timeout: 10_000 })
  for (const ref of theirs.refs) await mal.league(second)!.mesh.fetch(ref)

  const [heard, sent] = [overheard(host, 'heard'), overheard(host, 'sent')]
  /** Mal's own entries say them, and whoever is asked to hold what they name asks for it. */
  const [asked, unsaid] = [true, false].map(isHash =>
    theirs.canaries.filter(({ of }) => of.includes('hash') === isHash),
  )
  return {
    wires: heard.wires,
    refused: heard.refused,
    theirHashes: theirs.refs.map(({ sha256 }) => sha256),
    fromHub: found(unsaid!, [...heard.messages, ...heard.aside]),
    ownFromMal: found(kept.canaries, [...sent.messages, ...sent.aside]),
    givenByMal: found(given.canaries, sent.messages),
    askedByMal: found(asked!, sent.messages),
  }
}

test('nothing of another league, or of one’s own, is said to members of this one', async () => {
  const { wires, fromHub, ownFromMal, givenByMal, askedByMal, refused, theirHashes } = await drive('none')
  expect(wires).toBeGreaterThan(0)
  expect(fromHub).toEqual([])
  expect(ownFromMal).toEqual([])
  // The search finds what was meant to be said.
  expect(givenByMal).toEqual(
    expect.arrayContaining(['given: name', 'given: car', 'given: driver', 'given: bytes', 'given: hash']),
  )
  expect(askedByMal).toHaveLength(2)
  expect(refused).toEqual(expect.arrayContaining([...theirHashes]))
})

test('a program that gives bytes of another league is found out', async () => {
  expect((await drive('gives bytes of another league')).fromHub).toContain('of the first league: bytes')
})

test('a program that publishes to the wrong league is found out', async () => {
  expect((await drive('publishes to the wrong league')).fromHub).toEqual(
    expect.arrayContaining(['of the first league: name', 'of the first league: driver']),
  )
})
