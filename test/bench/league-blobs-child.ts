/**
 * One program of the blob figures, in a process of its own: `node league-blobs-child.ts ROLE N FOLDER MEGABYTES`.
 *
 * holder = serves a blob it has · source = sends as much over one bare libp2p stream · fetcher = fetches as told, by
 * lines of JSON on standard input, and answers each with one line. All are members of one small league, of which each
 * makes the same entries.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { createSharedBlobs, nodeHashing, openBlobFolder, openPartials } from '#node/blobs'
import { createTransportCertificate } from '#node/identity'
import { silentLog } from '#node/log'
import { startP2pHost, systemClock } from '#node/p2p'
import {
  type ChunkedRef,
  createMemoryEntryStore,
  createReplica,
  createSignatures,
  governanceOf,
  personKeyOf,
  type SubtleSigning,
  signerFromSeed,
} from '#shared/logbook'
import { answerWire, createBlobExchange, createMesh, MUXER_LIMITS } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { seasonOf } from '../shared/boards/season.ts'
import { seedOf } from '../shared/logbook/scribe.ts'

const [role, n = '0', folder = '', megabytes = '1'] = process.argv.slice(2)
const size = Number(megabytes) * 1_000_000
const PROTOCOL = '/bench/raw/1'
const PIECE = 256 * 1024

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
const fillRandom = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}

/** libp2p as the program has it, and nothing of ours on top. */
const bareNode = (listen: readonly string[]) =>
  createLibp2p({
    addresses: { listen: [...listen] },
    transports: [tcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } })],
    connectionEncrypters: [tls()],
    streamMuxers: [yamux(MUXER_LIMITS)],
    connectionGater: { denyDialMultiaddr: () => false },
  })

const sendAll = async (stream: Stream): Promise<void> => {
  const piece = fillRandom(new Uint8Array(PIECE))
  for (let sent = 0; sent < size; sent += PIECE) {
    if (!stream.send(piece.subarray(0, Math.min(PIECE, size - sent)))) await stream.onDrain()
  }
  await stream.close()
}

const runSource = async (): Promise<void> => {
  const node = await bareNode(['/ip4/127.0.0.1/tcp/0'])
  await node.handle(PROTOCOL, stream => void sendAll(stream).catch(() => {}))
  say({ address: node.getMultiaddrs()[0]!.toString() })
}

const fetchBare = async (address: string): Promise<number> => {
  const node = await bareNode([])
  const connection = await node.dial(multiaddr(address))
  const started = performance.now()
  const stream = await connection.newStream(PROTOCOL)
  let heard = 0
  for await (const piece of stream) heard += piece.byteLength
  const ms = performance.now() - started
  await node.stop()
  if (heard !== size) throw new Error(`${heard} of ${size} bytes came`)
  return ms
}

/** Four drivers and a league that nobody drove in. */
const openMember = async () => {
  const season = seasonOf({ seed: 3, drivers: 4, sessions: 0, laps: 0, isSigning: true })
  const { name } = season.drivers[Number(n)]!
  const key = personKeyOf(seedOf(name, 'person'))
  const signer = signerFromSeed(key.person, seedOf(name, 'device', 0))
  const signatures = createSignatures(crypto.subtle as unknown as SubtleSigning)
  const now = () => asEpochMillis(Date.now())
  await mkdir(folder, { recursive: true })
  const blobs = await openBlobFolder({ folder: join(folder, 'blobs'), now, fillRandom })
  const partials = await openPartials(blobs, season.league)
  const replica = createReplica({
    league: season.league,
    store: createMemoryEntryStore(season.entries),
    signatures,
    signer,
    now,
    governanceOf,
  })
  const mesh = createMesh({
    replica,
    signer,
    certificate: key.certify(signer.device),
    invitation: () => null,
    programVersion: '0.1.0',
    clock: systemClock,
    signatures,
    random: fillRandom,
    blobs: createBlobExchange({
      shared: createSharedBlobs({
        ...{ folder: blobs, partials, league: season.league, me: signer.person },
        namersIn: () => [signer.person],
      }),
      clock: systemClock,
      hashing: nodeHashing,
    }),
  })
  const ports = { clock: systemClock, signatures, random: fillRandom }
  const host = await startP2pHost(
    {
      host: '127.0.0.1',
      port: 0,
      certificate: await createTransportCertificate(new Date()),
      isWebSocketBehindHttp: false,
      isRelay: false,
      usesMdns: false,
      clock: systemClock,
      log: silentLog,
    },
    { onWire: wire => void answerWire(wire, [mesh], ports), onFound: () => {} },
  )
  return { blobs, mesh, host }
}

/** The same bytes wherever they are made. */
const blobOf = (round: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  const words = new Uint32Array(bytes.buffer, 0, size >> 2)
  let state = 88_172_645 + round
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[at] = state
  }
  return bytes
}

const runHolder = async (): Promise<void> => {
  const { blobs, host } = await openMember()
  const staged = await blobs.stage([{ bytes: blobOf(0), kind: 'trace', own: true }])
  if (!staged.ok) throw new Error(staged.message)
  await blobs.name(staged.value)
  const [{ sha256, size: bytes, chunkRoot }] = staged.value as unknown as [ChunkedRef]
  const address = host.addresses().find(one => !one.includes('/udp/'))
  say({ address, ref: { sha256, size: bytes, chunkRoot } })
}

type Order =
  | { readonly what: 'bare'; readonly address: string }
  | { readonly what: 'blob'; readonly addresses: readonly string[]; readonly ref: ChunkedRef }

const runFetcher = async (): Promise<void> => {
  const { blobs, mesh, host } = await openMember()
  const fetchBlob = async (addresses: readonly string[], ref: ChunkedRef) => {
    for (const address of addresses) {
      const dialled = await host.dial(address, AbortSignal.timeout(10_000))
      if (!dialled.ok) throw new Error(dialled.reason)
      const attached = await mesh.attach(dialled.wire, 'dialler')
      if (!attached.ok && attached.reason !== 'replaced') throw new Error(attached.reason)
    }
    await blobs.remove([ref.sha256])
    globalThis.gc?.()
    const rssBefore = process.memoryUsage.rss()
    let rssMost = rssBefore
    const watch = setInterval(() => {
      rssMost = Math.max(rssMost, process.memoryUsage.rss())
    }, 20)
    const started = performance.now()
    const fetched = await mesh.fetch(ref)
    const ms = performance.now() - started
    clearInterval(watch)
    if (!fetched.ok) throw new Error(fetched.kind)
    return { ms, rssGrowth: rssMost - rssBefore }
  }
  say({ ready: true })
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order
    if (order.what === 'bare') say({ ms: await fetchBare(order.address) })
    else say(await fetchBlob(order.addresses, order.ref))
  }
  process.exit(0)
}

if (role === 'source') await runSource()
else if (role === 'holder') await runHolder()
else await runFetcher()
