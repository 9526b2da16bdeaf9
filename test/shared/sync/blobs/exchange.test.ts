/** Blobs between peers in memory: several sources, resume, liars, silence, fairness, pause. */
import { describe, expect, test } from 'vitest'
import { type Bytes, CHUNK_BYTES } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import {
  createBlobExchange,
  createMemorySharedBlobs,
  decodeBlobMessage,
  encodeBlobMessage,
} from '#shared/sync'
import { bytesOf, createLanePair, createTestClock, hashing, type LaneOptions, settle } from '../made.ts'

const setUp = () => {
  const clock = createTestClock()
  const referred = new Set<Sha256>()
  const peer = () => {
    const shared = createMemorySharedBlobs({ hashing, isReferred: sha256 => referred.has(sha256) })
    return { shared, exchange: createBlobExchange({ shared, clock, hashing }) }
  }
  type Peer = ReturnType<typeof peer>
  const connect = (near: Peer, far: Peer, options?: LaneOptions) => {
    const pair = createLanePair(clock, options)
    near.exchange.join(pair.near)
    far.exchange.join(pair.far)
    return pair
  }
  const share = async (holder: Peer, bytes: Bytes): Promise<ChunkedRef> => {
    const ref = await holder.shared.keep(bytes)
    referred.add(ref.sha256)
    return ref
  }
  return { clock, referred, peer, connect, share }
}

const typesOf = (sent: readonly Uint8Array[]): string[] =>
  sent.map(message => {
    const decoded = decodeBlobMessage(message.slice())
    return decoded.kind === 'message' ? decoded.message.type : decoded.kind
  })

/** `toEqual` takes a second a megabyte. */
const isSame = (a: Bytes | null, b: Bytes): boolean => a !== null && Buffer.compare(a, b) === 0

const countOf = (sent: readonly Uint8Array[], type: string): number =>
  typesOf(sent).filter(one => one === type).length

/** Five chunks and a bit. */
const LAP = bytesOf(5 * CHUNK_BYTES + 77)
const LONG = bytesOf(40 * CHUNK_BYTES + 1, 7)

/** Changes the last byte of each chunk message. */
const lying = (message: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  if (typesOf([message])[0] === 'chunk') message[message.length - 1]! ^= 1
  return message
}

describe('a blob', () => {
  test.each([
    0,
    1,
    CHUNK_BYTES - 1,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    LAP.length,
  ])('of %i bytes comes as it was', async size => {
    const { peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    connect(seeker, holder)
    const bytes = bytesOf(size, 3)
    const ref = await share(holder, bytes)
    const seen: number[] = []
    const outcome = await seeker.exchange.fetch(ref, { onProgress: done => void seen.push(done) })
    expect(outcome).toEqual({ ok: true })
    expect(isSame(seeker.shared.read(ref.sha256), bytes)).toBe(true)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1) ?? 0).toBe(size)
  })

  test('that nobody has is not waited for, and unknown looks like not allowed', async () => {
    const { referred, peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const { far } = connect(seeker, holder)
    const secret = await share(holder, LAP)
    referred.delete(secret.sha256)
    expect(await seeker.exchange.fetch(secret)).toEqual({ ok: false, kind: 'nobody-has-it' })
    const unknown = { ...secret, sha256: 'ab'.repeat(32) as Sha256 }
    expect(await seeker.exchange.fetch(unknown)).toEqual({ ok: false, kind: 'nobody-has-it' })
    const [first, second] = far.sent
    expect(first!.length).toBe(second!.length)
    expect(first![0]).toBe(second![0])
    expect(typesOf(far.sent)).toEqual(['no', 'no'])
  })

  test('with nobody connected is not waited for', async () => {
    const { peer } = setUp()
    const ref = await peer().shared.keep(LAP)
    expect(await peer().exchange.fetch(ref)).toEqual({ ok: false, kind: 'nobody-has-it' })
  })

  test('asked for twice at once travels once', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const { far } = connect(seeker, holder)
    const ref = await share(holder, LAP)
    const both = await Promise.all([seeker.exchange.fetch(ref), seeker.exchange.fetch(ref)])
    expect(both).toEqual([{ ok: true }, { ok: true }])
    expect(countOf(far.sent, 'chunk')).toBe(6)
  })
})

describe('several sources', () => {
  test('share the work, and no chunk comes twice', async () => {
    const { peer, connect, share } = setUp()
    const seeker = peer()
    const holders = [peer(), peer(), peer()]
    const pairs = holders.map((holder, index) => connect(seeker, holder, { names: ['a', `${index}`] }))
    let ref: ChunkedRef | null = null
    for (const holder of holders) ref = await share(holder, LONG)
    expect(await seeker.exchange.fetch(ref!)).toEqual({ ok: true })
    expect(seeker.shared.read(ref!.sha256)).toEqual(LONG)
    const counts = pairs.map(({ far }) => countOf(far.sent, 'chunk'))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(41)
    for (const count of counts) expect(count).toBeGreaterThanOrEqual(8)
  })

  test('one that lies is dropped as a liar and the rest bring it', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, honest, liar] = [peer(), peer(), peer()]
    const bad = connect(seeker, liar, { names: ['a', 'c'], onFar: lying })
    const good = connect(seeker, honest)
    const ref = await share(honest, LONG)
    await liar.shared.keep(LONG)
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: true })
    expect(bad.near.failedAs).toBe('lied')
    expect(good.near.failedAs).toBeNull()
    expect(isSame(seeker.shared.read(ref.sha256), LONG)).toBe(true)
  })

  test('one with a wrong chunk list is dropped before a chunk is asked of it', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, honest, liar] = [peer(), peer(), peer()]
    const bad = connect(seeker, liar, {
      onFar(message) {
        if (typesOf([message])[0] === 'offer') message[message.length - 1]! ^= 1
        return message
      },
    })
    const ref = await share(liar, LAP)
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: false, kind: 'nobody-has-it' })
    expect(bad.near.failedAs).toBe('lied')
    expect(countOf(bad.near.sent, 'get')).toBe(0)
    await share(honest, LAP)
    connect(seeker, honest)
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: true })
  })

  test('are not blamed when the entry names another size or chunk list', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const { near } = connect(seeker, holder)
    const ref = await share(holder, LAP)
    for (const wrong of [
      { ...ref, size: ref.size + 1 },
      { ...ref, chunkRoot: 'cd'.repeat(32) as Sha256 },
    ])
      expect(await seeker.exchange.fetch(wrong)).toEqual({ ok: false, kind: 'nobody-has-it' })
    expect(near.failedAs).toBeNull()
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: true })
  })

  test('a blob whose chunks fit the entry and whose name does not is damaged, and kept by nobody', async () => {
    const { peer, connect, referred } = setUp()
    const [seeker, liar] = [peer(), peer()]
    connect(seeker, liar)
    const ref = await liar.shared.keep(LAP)
    const renamed = { ...ref, sha256: 'ef'.repeat(32) as Sha256 }
    referred.add(renamed.sha256)
    liar.shared.disk.named.set(renamed.sha256, { ...liar.shared.disk.named.get(ref.sha256)!, ref: renamed })
    expect(await seeker.exchange.fetch(renamed)).toEqual({ ok: false, kind: 'damaged' })
    expect(seeker.shared.read(renamed.sha256)).toBeNull()
    expect(seeker.shared.disk.partial.size).toBe(0)
  })

  test('the chunks of one that stopped answering are asked of another', async () => {
    const { clock, peer, connect, share } = setUp()
    const [seeker, quick, stuck] = [peer(), peer(), peer()]
    let chunks = 0
    const dead = connect(seeker, stuck, {
      names: ['a', 'c'],
      onFar: message => (typesOf([message])[0] === 'chunk' && chunks++ >= 1 ? null : message),
    })
    connect(seeker, quick)
    const ref = await share(quick, LONG)
    await stuck.shared.keep(LONG)
    let outcome: unknown = null
    void seeker.exchange.fetch(ref).then(value => {
      outcome = value
    })
    await settle()
    expect(outcome).toBeNull()
    await clock.pass(5000)
    expect(outcome).toEqual({ ok: true })
    expect(dead.near.failedAs).toBeNull()
  })

  test('that fall silent altogether are given up after a while, and what came is kept', async () => {
    const { clock, peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    let chunks = 0
    connect(seeker, holder, {
      onFar: message => (typesOf([message])[0] === 'chunk' && chunks++ >= 2 ? null : message),
    })
    const ref = await share(holder, LAP)
    let outcome: unknown = null
    void seeker.exchange.fetch(ref).then(value => {
      outcome = value
    })
    await clock.pass(20_000)
    expect(outcome).toBeNull()
    await clock.pass(45_000)
    expect(outcome).toEqual({ ok: false, kind: 'nobody-has-it' })
    expect(seeker.shared.disk.partial.get(ref.sha256)!.chunks.filter(Boolean)).toHaveLength(2)
    expect(clock.waiting()).toBe(0)
  })

  test('that hold a part each make a whole, and more is asked of them as they get more', async () => {
    const { clock, peer, connect, share } = setUp()
    const [source, left, right] = [peer(), peer(), peer()]
    const ref = await share(source, LAP)
    const place = source.shared.disk.named.get(ref.sha256)!
    const part = (indexes: readonly number[]) => ({
      ...place,
      chunks: place.chunks.map((chunk, index) => (indexes.includes(index) ? chunk : undefined)),
    })
    left.shared.disk.partial.set(ref.sha256, part([0, 2, 4]))
    right.shared.disk.partial.set(ref.sha256, part([1, 3]))
    connect(left, right)
    const results: Record<string, unknown> = {}
    void left.exchange.fetch(ref).then(value => {
      results.left = value
    })
    void right.exchange.fetch(ref).then(value => {
      results.right = value
    })
    await clock.pass(7000)
    expect(results).toEqual({})
    connect(left, source)
    await clock.pass(20_000)
    expect(results).toEqual({ left: { ok: true }, right: { ok: true } })
  })
})

describe('a fetch', () => {
  test('that was stopped goes on from the chunk it had', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const first = connect(seeker, holder)
    const ref = await share(holder, LONG)
    const stop = new AbortController()
    const outcome = await seeker.exchange.fetch(ref, {
      signal: stop.signal,
      onProgress: done => void (done > LONG.length / 2 && stop.abort()),
    })
    expect(outcome).toEqual({ ok: false, kind: 'stopped' })
    first.near.end()
    const second = connect(seeker, holder)
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: true })
    expect(countOf(second.far.sent, 'chunk')).toBeLessThan(30)
    expect(isSame(seeker.shared.read(ref.sha256), LONG)).toBe(true)
  })

  test('begun again while the last one’s chunks are on their way blames nobody', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const pair = connect(seeker, holder)
    const ref = await share(holder, LONG)
    for (let round = 0; round < 12; round++) {
      const stop = new AbortController()
      const fetching = seeker.exchange.fetch(ref, { signal: stop.signal })
      for (let step = 0; step < round; step++) await Promise.resolve()
      stop.abort()
      await fetching
    }
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: true })
    expect(pair.near.failedAs).toBeNull()
    expect(pair.far.failedAs).toBeNull()
  })

  test('goes on with the peer that joins later, after its last source went', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, first, second, other] = [peer(), peer(), peer(), peer()]
    const ref = await share(first, LONG)
    await share(second, LONG)
    const pair = connect(seeker, first)
    connect(seeker, other)
    let joined = false
    const outcome = await seeker.exchange.fetch(ref, {
      onProgress(done) {
        if (done < LONG.length / 2 || joined) return
        joined = true
        connect(seeker, second)
        pair.near.end()
      },
    })
    expect(outcome).toEqual({ ok: true })
  })

  test('says when there is no room, and what came stays', async () => {
    const { peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    connect(seeker, holder)
    const ref = await share(holder, LAP)
    seeker.shared.disk.capacityBytes = 3 * CHUNK_BYTES
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: false, kind: 'no-room' })
    seeker.shared.disk.capacityBytes = Number.POSITIVE_INFINITY
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: true })
  })

  test('waits while paused and asks nothing, on either side', async () => {
    const { clock, peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const pair = connect(seeker, holder)
    const ref = await share(holder, LAP)
    seeker.exchange.pause(true)
    const fetching = seeker.exchange.fetch(ref)
    await clock.pass(120_000)
    expect(pair.near.sent).toEqual([])
    holder.exchange.pause(true)
    seeker.exchange.pause(false)
    await clock.pass(3000)
    expect(pair.far.sent).toEqual([])
    holder.exchange.pause(false)
    expect(await fetching).toEqual({ ok: true })
  })

  test('ends as stopped when the exchange closes, and leaves no timer behind', async () => {
    const { clock, peer, connect, share } = setUp()
    const [seeker, holder] = [peer(), peer()]
    const pair = connect(seeker, holder)
    const ref = await share(holder, LAP)
    pair.hold(true)
    const fetching = seeker.exchange.fetch(ref)
    await settle()
    await seeker.exchange.close()
    expect(await fetching).toEqual({ ok: false, kind: 'stopped' })
    expect(clock.waiting()).toBe(0)
  })
})

describe('a holder', () => {
  test('drops a peer that asks for more than it may, and keeps at most that', async () => {
    const { clock, peer, share } = setUp()
    const holder = peer()
    const ref = await share(holder, LONG)
    const pair = createLanePair(clock)
    holder.exchange.join(pair.far)
    pair.hold(true)
    const ask = encodeBlobMessage({ type: 'get', sha256: ref.sha256, from: 0, count: 16 })
    for (let round = 0; round < 3; round++) void pair.near.send(ask)
    pair.hold(false)
    await settle()
    expect(pair.far.failedAs).toBe('too-much')
    expect(pair.far.sent.length).toBeLessThanOrEqual(16)
  })

  test('drops who sends what was not asked, or what is no message', async () => {
    const sha256 = 'ab'.repeat(32) as Sha256
    const chunk = encodeBlobMessage({ type: 'chunk', sha256, index: 0, bytes: new Uint8Array(9) })
    const unasked = [
      chunk,
      encodeBlobMessage({ type: 'no', sha256 }),
      encodeBlobMessage({ type: 'lack', sha256, index: 1 }),
      chunk.slice(0, 20),
      new Uint8Array(0),
    ]
    for (const message of unasked) {
      const { clock, peer } = setUp()
      const pair = createLanePair(clock)
      peer().exchange.join(pair.near)
      await pair.far.send(message)
      expect(pair.near.failedAs).toBe('broken-protocol')
    }
  })

  test('skips messages of a version to come', async () => {
    const { clock, peer } = setUp()
    const pair = createLanePair(clock)
    peer().exchange.join(pair.near)
    await pair.far.send(new Uint8Array([77, 1, 2, 3]))
    expect(pair.near.failedAs).toBeNull()
  })

  test('serves peers in turns: one that asks for little is not behind one that asks for much', async () => {
    const { peer, connect, share } = setUp()
    const [holder, greedy, modest] = [peer(), peer(), peer()]
    const much = await share(holder, LONG)
    const little = await share(holder, bytesOf(2 * CHUNK_BYTES, 9))
    const big = connect(greedy, holder, { names: ['1', 'a'] })
    connect(modest, holder, { names: ['2', 'a'] })
    const fetching = greedy.exchange.fetch(much)
    expect(await modest.exchange.fetch(little)).toEqual({ ok: true })
    expect(countOf(big.far.sent, 'chunk')).toBeLessThan(20)
    await fetching
  })

  test('is not held up by a peer that does not read', async () => {
    const { clock, peer, connect, share } = setUp()
    const [holder, reader] = [peer(), peer()]
    const ref = await share(holder, LONG)
    const deaf = createLanePair(clock, { names: ['3', 'a'] })
    holder.exchange.join(deaf.far)
    for (let from = 0; from < 16; from++)
      await deaf.near.send(encodeBlobMessage({ type: 'get', sha256: ref.sha256, from, count: 1 }))
    deaf.hold(true)
    connect(reader, holder, { names: ['2', 'a'] })
    expect(await reader.exchange.fetch(ref)).toEqual({ ok: true })
  })
})
