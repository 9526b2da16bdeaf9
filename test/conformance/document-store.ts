/**
 * What every keeper of documents' updates promises, run by each adapter's own test file. The harness is one store on one
 * disk that a program can be restarted over.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type DocumentKept, type DocumentStore, openDocument } from '#shared/sync'

export interface DocumentStoreHarness {
  /** The adapter as it is now; another after `restart`. */
  store(): DocumentStore
  /** As after a crash. */
  restart(): Promise<void>
  /** No byte more fits on the disk, or does again; null when this disk cannot be made to be full. */
  readonly setFull: ((isFull: boolean) => Promise<void>) | null
  close(): Promise<void>
}

const row = (kept: DocumentKept): number => {
  if (typeof kept !== 'number') throw new Error(`not kept: ${kept}`)
  return kept
}

const bytes = (...values: number[]) => Uint8Array.from(values)

export const describeDocumentStore = (name: string, open: () => Promise<DocumentStoreHarness>): void => {
  describe(`${name} keeps documents`, () => {
    let harness: DocumentStoreHarness
    beforeEach(async () => {
      harness = await open()
    })
    afterEach(() => harness.close())

    const load = async (id = 'notes') => (await harness.store().load(id)).map(one => [...one.bytes])
    const append = async (...values: number[]) => row(await harness.store().append('notes', bytes(...values)))

    test('rows come back in the order appended, each document’s apart, also after a restart', async () => {
      expect(await load()).toEqual([])
      await append(1)
      await harness.store().append('plan', bytes(9))
      await append(2, 2)
      for (const _ of ['before', 'after']) {
        expect(await load()).toEqual([[1], [2, 2]])
        expect(await load('plan')).toEqual([[9]])
        expect(await harness.store().list()).toEqual(['notes', 'plan'])
        await harness.restart()
      }
    })

    test('rows own their memory, and have numbers of their own', async () => {
      const large = new Uint8Array(1000)
      const first = row(await harness.store().append('notes', large.subarray(10, 12)))
      large.fill(7)
      const [loaded] = await harness.store().load('notes')
      expect([...loaded!.bytes]).toEqual([0, 0])
      expect(loaded!.bytes.buffer.byteLength).toBe(2)
      expect(await append(3)).not.toBe(first)
    })

    test('a snapshot takes the place of the rows named and of no other, in one step', async () => {
      const first = await append(1)
      const second = await append(2)
      await append(3)
      const snapshot = row(await harness.store().compact('notes', [first, second], bytes(12)))
      await harness.restart()
      expect((await load()).sort()).toEqual([[12], [3]])
      row(await harness.store().compact('notes', [snapshot], bytes(13)))
      expect((await load()).sort()).toEqual([[13], [3]])
    })

    test('a row that was set aside is loaded no more, and kept', async () => {
      const bad = await append(1)
      await append(2)
      await harness.store().quarantine('notes', bad)
      await harness.store().quarantine('notes', bad + 1000)
      await harness.restart()
      expect(await load()).toEqual([[2]])
      expect((await harness.store().quarantined('notes')).map(one => [...one.bytes])).toEqual([[1]])
    })

    test('a document removed is gone, what was set aside of it too', async () => {
      await harness.store().quarantine('notes', await append(1))
      await append(2)
      await harness.store().remove('notes')
      await harness.restart()
      expect(await load()).toEqual([])
      expect(await harness.store().quarantined('notes')).toEqual([])
      expect(await harness.store().list()).toEqual([])
    })

    test('a document of a thousand changes comes back whole, in few rows', async () => {
      const first = await openDocument(harness.store(), 'notes')
      const text = first.doc.getText('text')
      for (let change = 0; change < 1000; change++) text.insert(text.length, `${change},`)
      await first.saved()
      await harness.restart()
      expect((await harness.store().load('notes')).length).toBeLessThan(500)
      const second = await openDocument(harness.store(), 'notes')
      expect(second.doc.getText('text').toString()).toBe(text.toString())
      await first.close()
      await second.close()
    })

    test('opening settles whatever the rows hold; what stands on a lost row waits until a peer brings it', async () => {
      const doc = new Y.Doc()
      const updates: Uint8Array<ArrayBuffer>[] = []
      doc.on('update', (update: Uint8Array) => void updates.push(update.slice()))
      for (const letter of 'abcd') doc.getText('text').insert(doc.getText('text').length, letter)
      for (const [index, update] of updates.entries())
        await harness.store().append('notes', index === 1 ? bytes(255, 1, 2) : update)
      const opened = await openDocument(harness.store(), 'notes')
      expect(opened.damage).toEqual({ unreadable: 1, waiting: 2 })
      expect(opened.doc.getText('text').toString()).toBe('a')
      expect(await opened.apply(updates[1]!, {})).toBe('applied')
      await opened.close()
      await harness.restart()
      const again = await openDocument(harness.store(), 'notes')
      expect(again.damage).toEqual({ unreadable: 0, waiting: 0 })
      expect(again.doc.getText('text').toString()).toBe('abcd')
      await again.close()
    })

    test('a full disk is said once, and with room again everything is kept', async () => {
      if (!harness.setFull) return
      const troubles: string[] = []
      const opened = await openDocument(harness.store(), 'notes', {
        onTrouble: one => void troubles.push(one),
      })
      const text = opened.doc.getText('text')
      text.insert(0, 'a')
      await opened.saved()
      await harness.setFull(true)
      text.insert(1, 'b')
      text.insert(2, 'c')
      await opened.saved()
      expect(troubles).toEqual(['full'])
      await harness.setFull(false)
      text.insert(3, 'd')
      await opened.close()
      await harness.restart()
      const again = await openDocument(harness.store(), 'notes')
      expect(again.doc.getText('text').toString()).toBe('abcd')
      await again.close()
    })
  })
}
