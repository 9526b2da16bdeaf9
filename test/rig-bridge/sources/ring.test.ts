import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRing, createRingMemory } from '../../../rig-bridge/sources/ring.ts'

const KIB = 1024

const taken = (ring: ReturnType<typeof createRing>) => {
  const records: { kind: number; atMs: number; bytes: number[] }[] = []
  ring.take((kind, atMs, payload) => records.push({ kind, atMs, bytes: [...payload] }))
  return records
}

describe('the ring between two threads', () => {
  test('hands over what was put, in order, once, however it lies in the memory', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.boolean()), { maxLength: 200 }),
        puts => {
          const ring = createRing(createRingMemory(128 * KIB))
          let expected: number[] = []
          let at = 0
          for (const [length, drains] of puts) {
            const payload = new Uint8Array(length).fill(at)
            if (ring.put(1 + (at % 40), at, payload)) expected.push(at)
            at++
            if (!drains) continue
            const records = taken(ring)
            expect(records.map(record => record.atMs)).toEqual(expected)
            for (const record of records)
              expect(record.bytes.every(byte => byte === (record.atMs & 255))).toBe(true)
            expected = []
          }
          expect(taken(ring).map(record => record.atMs)).toEqual(expected)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('a full ring refuses, keeps what it has, and takes again when drained', () => {
    const ring = createRing(createRingMemory(128 * KIB))
    let count = 0
    while (ring.put(1, count, new Uint8Array(1000))) count++
    expect(count).toBeGreaterThan(120)
    expect(ring.put(1, -1, new Uint8Array(1000))).toBe(false)
    expect(taken(ring).map(record => record.atMs)).toEqual(Array.from({ length: count }, (_, at) => at))
    expect(ring.hasRoom(1000)).toBe(true)
    expect(ring.put(1, count, new Uint8Array(1000))).toBe(true)
  })

  test('positions wrap at 2^32', () => {
    const memory = createRingMemory(128 * KIB)
    const ring = createRing(memory)
    const nearEnd = 2 ** 32 - 64 * KIB
    ring.set('written', nearEnd)
    ring.set('taken', nearEnd)
    for (let at = 0; at < 1000; at++) {
      expect(ring.put(1, at, new Uint8Array(300).fill(at))).toBe(true)
      expect(taken(ring)).toMatchObject([{ atMs: at }])
    }
    expect(ring.get('written')).toBeLessThan(nearEnd)
  })

  test('another thread’s records arrive whole', async () => {
    const memory = createRingMemory(128 * KIB)
    const ring = createRing(memory)
    const url = new URL('../../../rig-bridge/sources/ring.ts', import.meta.url).href
    const writer = new Worker(
      `const { workerData } = require('node:worker_threads')
       import('${url}').then(({ createRing }) => {
         const ring = createRing(workerData)
         for (let at = 0; at < 3000; ) if (ring.put(1, at, new Uint8Array(1 + (at % 900)).fill(at))) at++
       })`,
      { eval: true, workerData: memory, execArgv: [] },
    )
    let next = 0
    let wrong = 0
    while (next < 3000) {
      ring.take((_kind, atMs, payload) => {
        if (
          atMs !== next ||
          payload.length !== 1 + (next % 900) ||
          payload.some(byte => byte !== (atMs & 255))
        )
          wrong++
        next++
      })
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(wrong).toBe(0)
    await writer.terminate()
  })
})
