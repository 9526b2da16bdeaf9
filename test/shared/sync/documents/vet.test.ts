/** What may be handed to Yjs: everything that fits, nothing that would wait, hang or throw. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { vetUpdate } from '#shared/sync'
import { decodeDocumentMessage, encodeDocumentMessage } from '../../../../shared/sync/documents/messages.ts'
import { ENDLESS_V2, updatesOf } from './made.ts'

const EMPTY = Y.encodeStateVector(new Y.Doc())

/** A document edited by three people in every way we use. */
const busyUpdates = (seed: number): Uint8Array<ArrayBuffer>[] => {
  const docs = [1, 2, 3].map(client => {
    const doc = new Y.Doc()
    doc.clientID = client
    return doc
  })
  const updates: Uint8Array<ArrayBuffer>[] = []
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'sync') updates.push(update.slice())
    })
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  for (let step = 0; step < 60; step++) {
    const doc = docs[random(3)]!
    const text = doc.getText('text')
    const map = doc.getMap<unknown>('map')
    const list = doc.getArray<unknown>('list')
    switch (random(7)) {
      case 0:
      case 1:
        text.insert(random(text.length + 1), `w${step}`)
        break
      case 2:
        if (text.length > 2) text.delete(random(text.length - 1), 1)
        break
      case 3:
        map.set(`k${random(4)}`, { step, deep: [null, 1.5, 'x', new Uint8Array([1])] })
        break
      case 4:
        map.set('nested', new Y.Map([['a', step]]))
        break
      case 5:
        list.insert(random(list.length + 1), [step, 'y'])
        break
      default:
        for (const from of docs)
          for (const to of docs)
            Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'sync')
    }
  }
  return updates
}

const isSettled = (doc: Y.Doc): boolean => !doc.store.pendingStructs && !doc.store.pendingDs

describe('an update', () => {
  test('that Yjs made fits when what it stands on is here, whatever the order of people', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const doc = new Y.Doc()
        let left = busyUpdates(seed)
        while (left.length > 0) {
          const later = left.filter(update => {
            const verdict = vetUpdate(update, Y.encodeStateVector(doc))
            expect(['fits', 'gap']).toContain(verdict)
            if (verdict === 'fits') Y.applyUpdate(doc, update)
            return verdict === 'gap'
          })
          expect(later.length).toBeLessThan(left.length)
          left = later
        }
        expect(isSettled(doc)).toBe(true)
        expect(vetUpdate(Y.encodeStateAsUpdate(doc), EMPTY)).toBe('fits')
      }),
      { numRuns: 40 },
    )
  })

  test('that was taken out of its order has a gap', () => {
    const [, second] = updatesOf(doc => {
      doc.getText('a').insert(0, 'x')
      doc.getText('a').insert(1, 'y')
    })
    expect(vetUpdate(second!, EMPTY)).toBe('gap')
    const deletion = updatesOf(doc => {
      doc.getText('a').insert(0, 'x')
      doc.getText('a').delete(0, 1)
    })[1]!
    expect(vetUpdate(deletion, EMPTY)).toBe('gap')
  })

  test('with a document inside a document is refused: we make none', () => {
    const [update] = updatesOf(doc => void doc.getMap('m').set('sub', new Y.Doc()))
    expect(vetUpdate(update!, EMPTY)).toBe('malformed')
  })

  test('C2: of mutated bytes, all that pass leave nothing waiting in Yjs, and nothing hangs', () => {
    const bases = [11, 12, 13].map(seed => {
      const doc = new Y.Doc()
      for (const update of busyUpdates(seed)) Y.applyUpdate(doc, update)
      doc.getText('text').insert(0, 'notes of a long race '.repeat(30))
      return Y.encodeStateAsUpdate(doc)
    })
    const counts = { fits: 0, gap: 0, malformed: 0, slow: 0, threw: 0 }
    fc.assert(
      fc.property(
        fc.constantFrom(...bases),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        fc.option(fc.nat(2000), { freq: 10 }),
        (base, changes, cut) => {
          const bytes = base.slice(0, cut === null ? base.length : cut % base.length)
          for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
          const verdict = vetUpdate(bytes, EMPTY)
          counts[verdict]++
          if (verdict !== 'fits') return
          const doc = new Y.Doc()
          try {
            Y.applyUpdate(doc, bytes)
          } catch {
            counts.threw++
            return
          }
          expect(isSettled(doc)).toBe(true)
        },
      ),
      { numRuns: 4000 },
    )
    // A third, letters of the long text mostly.
    expect(counts.fits).toBeGreaterThan(50)
    expect(counts.gap + counts.malformed).toBeGreaterThan(100)
  })

  test('C2: any bytes are judged, the V2 bytes that hang decoders too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), noise => {
        expect(['fits', 'gap', 'malformed']).toContain(vetUpdate(noise, EMPTY))
      }),
      { numRuns: 2000 },
    )
    expect(vetUpdate(ENDLESS_V2, EMPTY)).not.toBe('slow')
  })

  test('that announces millions of structs and holds none is refused before anything is made for them', () => {
    // One client, 2^31 structs, client 1, clock 0.
    const lie = new Uint8Array([1, 255, 255, 255, 255, 7, 1, 0])
    expect(vetUpdate(lie, EMPTY)).toBe('malformed')
  })
})

describe('V2', () => {
  test('is named by no module of ours, so its decoders cannot be reached by a peer’s bytes', () => {
    const folder = 'shared/sync/documents'
    for (const file of readdirSync(folder)) {
      const code = readFileSync(`${folder}/${file}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
      expect(code, file).not.toMatch(/V2\b/)
    }
  })
})

describe('messages of documents', () => {
  test('C2: any bytes are a message or not, and what is one is written back the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(4), fc.boolean(), (noise, type, isNamed) => {
        const bytes = isNamed
          ? Uint8Array.from([type, 5, ...new TextEncoder().encode('notes'), ...noise])
          : Uint8Array.from([type, ...noise])
        const decoded = decodeDocumentMessage(bytes)
        if (decoded.kind === 'message') expect(encodeDocumentMessage(decoded.message)).toEqual(bytes)
      }),
      { numRuns: 3000 },
    )
  })

  test('are these bytes for ever', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    const stateVector = new Uint8Array([1, 2, 3])
    expect(hex(encodeDocumentMessage({ type: 'state', id: 'plan', both: true, stateVector }))).toBe(
      '0104706c616e01010203',
    )
    const piece = {
      type: 'update',
      id: 'plan',
      total: 300,
      offset: 298,
      bytes: new Uint8Array([9, 8]),
    } as const
    expect(hex(encodeDocumentMessage(piece))).toBe('0304706c616eac02aa020908')
  })
})
