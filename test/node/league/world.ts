/** Members of a league as programs have them, each in a folder of its own, on loopback. */
import { randomFillSync, webcrypto } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { openBlobFolder } from '#node/blobs'
import { openEntryStore } from '#node/entries'
import { openIdentity } from '#node/identity'
import { type Member, type MemberOptions, startMember } from '#node/league'
import { silentLog } from '#node/log'
import type { Bytes } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import {
  type ChunkedRef,
  createLeague,
  createSignatures,
  encodeTraceManifest,
  invitationKeyOf,
  type LeagueId,
  type Replica,
  type SessionBody,
} from '#shared/logbook'
import type { Invitation } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { sampleSession } from '../../shared/logbook/sample-bodies.ts'

export const fillRandom = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => randomFillSync(bytes)
const now = () => asEpochMillis(Date.now())

/** A founder's folder, as a program that made the league leaves it. */
export const foundLeagueIn = async (folder: string): Promise<LeagueId> => {
  mkdirSync(folder, { recursive: true })
  const opened = await openIdentity(folder, { fillRandom, now: () => new Date() })
  if (!opened.ok) throw new Error(opened.message)
  const { signer, certificate } = opened.identity
  const { league, genesis } = await createLeague(
    {
      use: 'league',
      name: 'Tuesday league',
      deviceName: 'Office PC',
      personName: 'Ada',
      certificate,
      nonce: fillRandom(new Uint8Array(16)),
      at: now(),
    },
    signer,
    createSignatures(webcrypto.subtle as never),
  )
  const place = join(folder, 'leagues', league)
  mkdirSync(place, { recursive: true })
  const entries = openEntryStore(join(place, 'entries.sqlite'))
  if (!entries.ok) throw new Error(entries.message)
  await entries.store.add([genesis], 'strict')
  await entries.store.close()
  return league
}

/** Keeps blobs in a folder no program runs in, as if they had been recorded there. */
export const keepBlobsIn = async (
  folder: string,
  blobs: readonly Bytes[],
): Promise<readonly ChunkedRef[]> => {
  const opened = await openBlobFolder({ folder: join(folder, 'blobs'), now, fillRandom })
  const staged = await opened.stage(blobs.map(bytes => ({ bytes, kind: 'trace', own: true }) as const))
  if (!staged.ok) throw new Error(staged.message)
  await opened.name(staged.value)
  opened.close()
  return staged.value.map(({ sha256, size, chunkRoot }) => ({ sha256, size, chunkRoot }))
}

export const blobIn = async (folder: string, sha256: Sha256): Promise<Bytes | null> => {
  const opened = await openBlobFolder({ folder: join(folder, 'blobs'), now, fillRandom })
  const read = await opened.read(sha256)
  opened.close()
  return read.ok ? read.value : null
}

export const memberOptions = (dataFolder: string): MemberOptions => ({
  dataFolder,
  invitations: [],
  host: '127.0.0.1',
  port: 0,
  isWebSocketBehindHttp: false,
  isRelay: false,
  usesMdns: false,
  names: { person: 'Ada', device: 'Office PC' },
  version: '0.1.0',
  capacityBytes: 10 * 1024 ** 3,
  log: silentLog,
})

export const startIn = async (folder: string, options: Partial<MemberOptions> = {}): Promise<Member> => {
  mkdirSync(folder, { recursive: true })
  const started = await startMember({ ...memberOptions(folder), ...options })
  if (!started.ok) throw new Error(started.message)
  onTestFinished(() => started.member.stop())
  return started.member
}

export const replicaOf = (member: Member, league: LeagueId): Replica => {
  const held = member.league(league)
  if (!held) throw new Error('this member does not hold the league')
  return held.replica
}

export const invite = async (
  member: Member,
  league: LeagueId,
  addresses = member.addresses().filter(address => !address.includes('/udp/')),
): Promise<Invitation> => {
  const seed = fillRandom(new Uint8Array(32))
  await replicaOf(member, league).write({
    kind: 'invite',
    id: invitationKeyOf(seed),
    body: { role: 'driver', admits: true, until: null, note: '' },
  })
  return { league, seed, addresses }
}

const idOf = (): string => Buffer.from(fillRandom(new Uint8Array(16))).toString('hex')

/** A session without traces, or with those of a manifest; answers its id. */
export const share = async (
  member: Member,
  league: LeagueId,
  traces: SessionBody['traces'] = null,
  id = idOf(),
): Promise<string> => {
  await replicaOf(member, league).write({ kind: 'session', id, body: { ...sampleSession(), traces } })
  return id
}

export const manifestOf = (laps: readonly ChunkedRef[]): Bytes =>
  encodeTraceManifest({ v: 1, laps, between: null })

export const entryCount = async (member: Member, league: LeagueId): Promise<number> =>
  (await member.leagues()).find(view => view.league === league)?.entries ?? 0

/** All hold the same entries, and at least so many. */
export const untilLevel = async (
  members: readonly Member[],
  league: LeagueId,
  atLeast: number,
): Promise<void> => {
  await vi.waitFor(
    async () => {
      const digests = await Promise.all(members.map(member => replicaOf(member, league).digest()))
      const counts = await Promise.all(members.map(member => entryCount(member, league)))
      if (new Set(digests).size > 1 || counts[0]! < atLeast)
        throw new Error(`not level: ${counts.join(', ')}`)
    },
    { timeout: 20_000, interval: 50 },
  )
}
