/** An SQLite file keeps what every entry store promises, a kill at any moment included. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openEntryStore } from '#node/entries'
import type { DeviceId, EntryStore, VerifiedEntry } from '#shared/logbook'
import { describeEntryStore, type EntryStoreHarness } from '../../conformance/entry-store.ts'
import { foundLeague, idOf } from '../../shared/logbook/scribe.ts'
import { temporaryFolder } from '../support/folder.ts'

const openedAt = (path: string): EntryStore => {
  const opened = openEntryStore(path)
  if (!opened.ok) throw new Error(opened.message)
  return opened.store
}

const damageIn = (path: string, { hash }: VerifiedEntry): void => {
  const database = new Database(path)
  const damage = database.prepare('UPDATE entries SET bytes = ? WHERE hash = ?')
  damage.run(Buffer.from([0xff]), Buffer.from(hash, 'hex'))
  database.close()
}

const openHarness = async (): Promise<EntryStoreHarness> => {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  const stores: EntryStore[] = []
  const open = (): EntryStore => {
    const store = openedAt(join(folder, 'entries.sqlite'))
    stores.push(store)
    return store
  }
  return {
    store: open(),
    reopen: async () => open(),
    damage: async entry => damageIn(join(folder, 'entries.sqlite'), entry),
    close: async () => {
      for (const store of stores) await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describeEntryStore('an SQLite file', openHarness)

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url))

describe('a program killed while it writes', () => {
  test.each([
    5, 17, 40,
  ])('has every entry it answered for, and each with its ancestors (killed after %i)', async batches => {
    const path = join(temporaryFolder(), 'entries.sqlite')
    const child = spawn(process.execPath, [CHILD, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let answered = 0
    let heard = 0
    for await (const line of createInterface({ input: child.stdout })) {
      answered = Number(line)
      if (++heard === batches) child.kill('SIGKILL')
    }
    const store = openedAt(path)
    const [tip, ...others] = await store.tips()
    expect(others).toEqual([])
    expect(tip!.seq).toBeGreaterThanOrEqual(answered)
    const entries = await store.feed(tip!.device, -1, 100_000)
    expect(entries.map(({ entry }) => entry.seq)).toEqual(entries.map((_, seq) => seq))
    expect((await store.usage())[0]!.entries).toBe(entries.length)
    await store.close()
  })
})

test('reading what the disk damaged leaves it out, and says of which feed it was, once', async () => {
  const path = join(temporaryFolder(), 'entries.sqlite')
  const store = openedAt(path)
  const scribe = foundLeague('Ada')
  const note = scribe.say('note', idOf(16, 'one'), { n: 1 })
  await store.add(scribe.said)
  damageIn(path, note)
  const heard: DeviceId[] = []
  store.onDamage(device => heard.push(device))
  expect(await store.get(note.hash)).toBeNull()
  expect(await store.feed(scribe.device, -1, 10)).toHaveLength(1)
  expect(heard).toEqual([])
  await expect.poll(() => heard).toEqual([scribe.device])
  await store.close()
})

test('two programs that both have a next entry do not fork their feed', async () => {
  const path = join(temporaryFolder(), 'entries.sqlite')
  const [one, other] = [openedAt(path), openedAt(path)]
  const scribe = foundLeague('Ada')
  await one.add(scribe.said)
  const next = scribe.say('note', idOf(16, 'one'), { n: 1 })
  expect(await Promise.all([one.append(next), other.append(next)])).toEqual([true, false])
  await Promise.all([one.close(), other.close()])
})

describe('a file that cannot be used is left as it was, and said in one sentence', () => {
  test('of a newer version', async () => {
    const path = join(temporaryFolder(), 'entries.sqlite')
    await openedAt(path).close()
    const database = new Database(path)
    database.pragma('user_version = 2')
    database.close()
    const opened = openEntryStore(path)
    expect(opened).toMatchObject({
      ok: false,
      message: expect.stringContaining('written by a newer Paddock'),
    })
  })

  test('in no folder, or no database', () => {
    for (const path of [join(temporaryFolder(), 'none', 'entries.sqlite'), fileURLToPath(import.meta.url)])
      expect(openEntryStore(path)).toMatchObject({
        ok: false,
        message: expect.stringMatching(/cannot be used \(.+\), so nothing/),
      })
  })
})
