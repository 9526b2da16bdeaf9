/**
 * C5 in a real browser: what a page and a relay say to one another over libp2p, read where the relay decrypts and encrypts
 * it, before compression. A drive that was shared is in it; nothing of one that was not, and nothing of the relay's other
 * league.
 *
 * Then the page is given what one would have whose program shares what nobody chose: the same search has to find it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, onTestFinished, test, vi } from 'vitest'
import { loadSettings } from '#node/config'
import { silentLog } from '#node/log'
import type { ChunkedRef } from '#shared/logbook'
import { invitationToLink } from '#shared/sync'
import { RELAY_SETTINGS } from '../../relay/settings.ts'
import { startRelay } from '../../relay/start.ts'
import { foundLeagueIn, invite, replicaOf } from '../node/league/world.ts'
import { overheard } from '../node/support/plaintext.ts'
import { sampleSession } from '../shared/logbook/sample-bodies.ts'
import { type Canary, found, hashCanary, wordCanary } from '../web/league/canaries.ts'
import { BUILT_PAGE, visit } from './harness.ts'
import { importDrive, joinLeague, shareWith } from './league-steps.ts'

vi.mock('@libp2p/yamux', async original =>
  (await import('../node/support/plaintext.ts')).tappedYamux(await original()),
)

const WITHIN = { timeout: 30_000 }
/** The relay is the only host of this process. */
const RELAY = 0

const startOwnRelay = async (data: string) => {
  const page = process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE
  const argv = ['--port=0', '--p2p-port=0', '--home-port=0', `--data=${data}`, `--page=${page}`]
  const loaded = loadSettings(RELAY_SETTINGS, { argv, env: {}, readFile: () => null as never })
  if (loaded.kind !== 'settings') throw new Error(loaded.kind)
  const started = await startRelay(loaded.settings, { version: '0.1.0', log: silentLog })
  if (!started.ok) throw new Error(started.message)
  onTestFinished(() => started.relay.stop(100))
  const state = started.relay.home?.state()
  if (state?.kind !== 'serving' || !started.relay.member)
    throw new Error('the relay serves no page or league')
  return { ...started.relay, member: started.relay.member, origin: `http://localhost:${state.port}` }
}

interface Drive {
  readonly id: string
  readonly refs: readonly ChunkedRef[]
  /** The first chunk of each, of the original at last. */
  readonly chunks: readonly Buffer[]
}

/** What the library holds of an imported file, after name and notes were written on it. */
const readDrive = async (
  page: Page,
  fileName: string,
  words: { name: string; notes: string },
): Promise<Drive> => {
  const { texts, ...drive } = await page.evaluate(
    async ({ fileName, words }) => {
      const settle = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const db = await settle(indexedDB.open('paddock'))
      try {
        const tables = db.transaction(['sessions', 'laps', 'blobs', 'chunks'], 'readwrite')
        const all = await settle(tables.objectStore('sessions').getAll())
        const session = all.find(({ origin }) => origin.fileName === fileName)
        await settle(tables.objectStore('sessions').put({ ...session, ...words }))
        const laps = await settle(tables.objectStore('laps').index('sessionId').getAll(session.id))
        const traces = [...laps.map(({ trace }) => trace), session.betweenTrace].filter(Boolean)
        const named = [...traces, session.origin.original]
        const refs = []
        const texts = []
        for (const { sha256 } of named) {
          const blob = await settle(tables.objectStore('blobs').get(sha256))
          refs.push({ sha256, size: blob.size, chunkRoot: blob.chunkRoot })
          const { bytes } = await settle(tables.objectStore('chunks').get([blob.store, 0]))
          texts.push(Array.from(bytes as Uint8Array, byte => String.fromCharCode(byte)).join(''))
        }
        return { id: session.id as string, refs, texts }
      } finally {
        db.close()
      }
    },
    { fileName, words },
  )
  return { ...drive, chunks: texts.map(text => Buffer.from(text, 'latin1')) }
}

/** Bytes of this recording alone: what recordings begin with, their times and what never changes is the same in all. */
const pieceOf = (chunk: Buffer, others: readonly Buffer[]): Buffer => {
  for (let at = 0; at + 32 <= chunk.length; at += 32) {
    const piece = chunk.subarray(at, at + 32)
    if (new Set(piece).size > 12 && !others.some(other => other.includes(piece))) return piece
  }
  throw new Error('this recording has nothing of its own')
}

/** As a program would leave it that shares with a league what nobody chose. */
const shareUnasked = (page: Page, session: string, league: string): Promise<void> =>
  page.evaluate(
    async ({ session, league }) => {
      const done = (request: IDBRequest): Promise<IDBRequest['result']> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const db = await done(indexedDB.open('paddock'))
      const tables = db.transaction(['sessions', 'shares'], 'readwrite')
      const row = await done(tables.objectStore('sessions').get(session))
      await done(tables.objectStore('sessions').put({ ...row, privacy: 'league', updatedAt: Date.now() }))
      const said = { entry: '0'.repeat(64), content: '0'.repeat(64), made: [] }
      const wish = { session, league, audience: 'members', withTraces: true, trimMs: 0 }
      await done(tables.objectStore('shares').put({ ...wish, at: 1, isWithdrawn: false, said }))
      db.close()
    },
    { session, league },
  )

const canariesOf = (label: string, { id, refs, chunks }: Drive, other: Drive): Canary[] => [
  hashCanary(`${label}: id`, id),
  ...refs.flatMap(({ sha256 }, at) => [
    hashCanary(`${label}: hash ${at}`, sha256),
    { of: `${label}: bytes ${at}`, bytes: pieceOf(chunks[at]!, other.chunks) },
  ]),
]

test('a page says nothing to a relay of what was not shared, and hears nothing of another league', async () => {
  const data = mkdtempSync(join(tmpdir(), 'paddock-privacy-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const league = await foundLeagueIn(data)
  const other = await foundLeagueIn(data)
  const { member, origin, leagueAddresses } = await startOwnRelay(data)
  const secret = { name: 'kestrel-of-the-other-league' }
  await replicaOf(member, other).write({
    kind: 'session',
    id: 'ab'.repeat(16),
    body: { ...sampleSession(), ...secret, traces: null },
  })
  const byWebSocket = leagueAddresses.filter(address => address.includes('/ws'))
  const link = invitationToLink(`${origin}/join`, await invite(member, league, byWebSocket))

  const { page, close } = await visit(origin, { withoutCopy: true })
  onTestFinished(close)
  const ownName = 'kestrel-kept-here.csv'
  await importDrive(page, origin, ownName, { laps: 3, seed: 1 })
  const givenAt = await importDrive(page, origin, 'kestrel-given.csv', { laps: 3, seed: 2 })
  const kept = await readDrive(page, ownName, { name: 'kestrel-name', notes: 'kestrel-notes' })
  const given = await readDrive(page, 'kestrel-given.csv', {
    name: 'kestrel-spoken',
    notes: 'kestrel-unspoken',
  })
  await joinLeague(page, link, 'Pia')
  await shareWith(page, givenAt, 'Tuesday league')

  const heard = (canaries: readonly Canary[]): string[] => {
    const { messages, aside } = overheard(RELAY, 'heard')
    return found(canaries, [...messages, ...aside])
  }
  const recordings = given.refs.length - 1
  const spoken = canariesOf('given', given, kept).filter(({ of }) => !of.endsWith(` ${recordings}`))
  await expect
    .poll(() => heard(spoken).sort(), WITHIN)
    .toEqual([...new Set(spoken.map(({ of }) => of))].sort())

  // Somebody told the relay what the recordings that stay are called.
  const asked = [...kept.refs, given.refs[recordings]!]
  const outcomes = []
  for (const ref of asked) outcomes.push(await member.league(league)!.mesh.fetch(ref))
  expect(new Set(outcomes.map(outcome => (outcome.ok ? 'given' : outcome.kind)))).toEqual(
    new Set(['nobody-has-it']),
  )
  expect(new Set(overheard(RELAY, 'heard').refused)).toEqual(new Set(asked.map(({ sha256 }) => sha256)))

  const staying = [
    ...canariesOf('kept', kept, given),
    ...wordCanary('kept: name', 'kestrel-name'),
    ...wordCanary('kept: notes', 'kestrel-notes'),
    ...wordCanary('kept: file name', ownName.slice(0, -4)),
    ...wordCanary('given: notes', 'kestrel-unspoken'),
    ...wordCanary('given: file name', 'kestrel-given'),
    ...canariesOf('given', given, kept).filter(({ of }) => of.endsWith(` ${recordings}`)),
  ]
  expect(heard(staying)).toEqual([])
  const said = overheard(RELAY, 'sent')
  expect(said.wires).toBeGreaterThan(0)
  expect(found(wordCanary('other league', secret.name), [...said.messages, ...said.aside])).toEqual([])

  await shareUnasked(page, kept.id, league)
  await page.reload()
  await expect
    .poll(() => heard(staying), WITHIN)
    .toEqual(expect.arrayContaining(['kept: id', 'kept: name', 'kept: hash 0', 'kept: bytes 0']))
  expect(heard(wordCanary('kept: notes', 'kestrel-notes'))).toEqual([])
}, 120_000)
