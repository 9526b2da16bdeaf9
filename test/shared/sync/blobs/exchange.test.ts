/** Blobs between two peers in memory: whole, stopped, resumed, paused, and what a holder puts up with. */
import { describe, expect, test } from 'vitest'
import { CHUNK_BYTES } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import { encodeBlobMessage } from '#shared/sync'
import { bytesOf, createLanePair, settle } from '../made.ts'
import { countOf, isSame, LAP, LONG, setUp, typesOf } from './peers.ts'

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
    seeker.shared.disk.freeBytes = 3 * CHUNK_BYTES
    expect(await seeker.exchange.fetch(ref)).toEqual({ ok: false, kind: 'no-room' })
    seeker.shared.disk.freeBytes = Number.POSITIVE_INFINITY
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
