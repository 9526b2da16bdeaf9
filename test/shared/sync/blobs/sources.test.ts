/** One blob from several sources: liars, the silent, holders of a part. */
import { describe, expect, test } from 'vitest'
import type { Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import { settle } from '../made.ts'
import { countOf, isSame, LAP, LONG, setUp, typesOf } from './peers.ts'

/** Changes the last byte of each chunk message. */
const lying = (message: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  if (typesOf([message])[0] === 'chunk') message[message.length - 1]! ^= 1
  return message
}

describe('several sources', () => {
  test('share the work, and no chunk comes twice', async () => {
    const { peer, connect, share } = setUp()
    const seeker = peer()
    const holders = [peer(), peer(), peer()]
    const pairs = holders.map((holder, index) => connect(seeker, holder, { names: ['a', `${index}`] }))
    let ref: ChunkedRef | null = null
    for (const holder of holders) ref = await share(holder, LONG)
    expect(await seeker.exchange.fetch(ref!)).toEqual({ ok: true })
    expect(isSame(seeker.shared.read(ref!.sha256), LONG)).toBe(true)
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
