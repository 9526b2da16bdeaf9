/** Documents in an SQLite file keep what every store of documents promises, a full disk and a newer file included. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { type OpenedDocuments, openDocumentStore } from '#node/documents'
import { describeDocumentStore } from '../../conformance/document-store.ts'
import { temporaryFolder } from '../support/folder.ts'

const openedAt = (path: string): Extract<OpenedDocuments, { ok: true }> => {
  const opened = openDocumentStore(path)
  if (!opened.ok) throw new Error(opened.message)
  return opened
}

describeDocumentStore('an SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  const path = join(folder, 'documents.sqlite')
  let opened = openedAt(path)
  return {
    store: () => opened.store,
    async restart() {
      opened.close()
      opened = openedAt(path)
    },
    setFull: null,
    async close() {
      opened.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
})

test('rows of a file that somebody else writes to at the same time have numbers of their own', async () => {
  const path = join(temporaryFolder(), 'documents.sqlite')
  const [one, other] = [openedAt(path), openedAt(path)]
  const rows = [
    await one.store.append('notes', new Uint8Array([1])),
    await other.store.append('notes', new Uint8Array([2])),
    await one.store.append('plan', new Uint8Array([3])),
  ]
  expect(new Set(rows).size).toBe(3)
  expect((await one.store.load('notes')).map(({ bytes }) => [...bytes])).toEqual([[1], [2]])
  one.close()
  other.close()
})

test('a file of a newer Paddock is left as it is', () => {
  const path = join(temporaryFolder(), 'documents.sqlite')
  const newer = new Database(path)
  newer.pragma('user_version = 9')
  newer.close()
  expect(openDocumentStore(path)).toMatchObject({
    ok: false,
    message: expect.stringContaining('newer Paddock'),
  })
})
