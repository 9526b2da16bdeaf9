import { describe, expect, test } from 'vitest'
import {
  createLeague,
  createMemoryEntryStore,
  type EntryStore,
  personKeyOf,
  WriteRefused,
} from '#shared/logbook'
import { copyOf, join, signatures, signerOf } from './league-kit.ts'
import { idOf, START, seedOf } from './scribe.ts'

const hashes = (entries: readonly { hash: string }[]): string[] => entries.map(({ hash }) => hash)

describe('writing', () => {
  const written = async (store: EntryStore = createMemoryEntryStore()) => {
    const signer = signerOf('Ada')
    const key = personKeyOf(seedOf('Ada', 'person'))
    const { league, genesis } = await createLeague(
      {
        use: 'crew',
        name: 'Night shift',
        deviceName: 'PC',
        personName: 'Ada',
        certificate: key.certify(signer.device),
        nonce: new Uint8Array(16),
        at: START,
      },
      signer,
      signatures,
    )
    const copy = copyOf(league, { store, signer })
    await copy.replica.receive([genesis])
    return { league, genesis, signer, ...copy }
  }
  const draft = (name: string) => ({ kind: 'note', id: idOf(16, name), body: { name } })

  test('continues the own feed, counts revisions, and others take it', async () => {
    const { league, genesis, replica } = await written()
    const first = await replica.write(draft('a'))
    const second = await replica.write(draft('b'))
    const third = await replica.write({ ...draft('a'), body: null })
    expect([first, second, third].map(({ entry }) => [entry.seq, entry.rev])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
    ])
    const other = copyOf(league)
    expect((await other.replica.receive([genesis, first, second, third])).added).toHaveLength(4)
    expect(await other.replica.digest()).toBe(await replica.digest())
  })

  test('at once from one program makes no fork', async () => {
    const { replica } = await written()
    await Promise.all(Array.from({ length: 20 }, (_, n) => replica.write(draft(`${n}`))))
    expect(await replica.tips()).toMatchObject([{ seq: 20 }])
  })

  test('at once from two programs over one store makes no fork either', async () => {
    const { store, league, signer, replica } = await written()
    const tab = copyOf(league, { store, signer }).replica
    await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? replica : tab).write(draft(`${n}`))))
    expect(await store.tips()).toMatchObject([{ seq: 12 }])
  })

  test('says so when another program never stops being first', async () => {
    const { store, league, signer } = await written()
    const busy: EntryStore = { ...store, append: async () => false }
    const { replica } = copyOf(league, { store: busy, signer })
    await expect(replica.write(draft('a'))).rejects.toMatchObject({ reason: 'busy' })
  })

  test('begins with an introduction, and needs a key', async () => {
    const { league } = await written()
    const newcomer = copyOf(league, { signer: signerOf('Ben') }).replica
    await expect(newcomer.write(draft('a'))).rejects.toBeInstanceOf(WriteRefused)
    await expect(copyOf(league).replica.write(draft('a'))).rejects.toMatchObject({ reason: 'no-key' })
    const { person, device } = signerOf('Ben')
    const certificate = personKeyOf(seedOf('Ben', 'person')).certify(device)
    const body = { deviceName: 'phone', personName: 'Ben', certificate, invite: null }
    const introduced = await newcomer.write({ kind: 'device', id: device, body })
    expect(introduced.entry).toMatchObject({ seq: 0, person })
  })

  test('what nobody could read is not written', async () => {
    const { replica, store } = await written()
    await expect(
      replica.write({ kind: 'member', id: 'ab', body: { name: 'Ben', role: 'driver', until: [] } }),
    ).rejects.toThrow('nobody can read')
    await expect(replica.write({ ...draft('a'), body: new Uint8Array(70_000) })).rejects.toThrow('too-large')
    expect(await store.tips()).toMatchObject([{ seq: 0 }])
  })

  test('is announced once it is stored, also what another program of this device stored', async () => {
    const { store, league, signer, replica } = await written()
    const heard: string[] = []
    const end = replica.onAdded(added => heard.push(...hashes(added)))
    const mine = await replica.write(draft('mine'))
    const tab = copyOf(league, { store, signer }).replica
    const theirs = await tab.write(draft('theirs'))
    expect(heard).toEqual([mine.hash])
    await replica.notice([theirs.hash])
    expect(heard).toEqual([mine.hash, theirs.hash])
    expect(await replica.digest()).toBe(await tab.digest())
    end()
    await replica.write(draft('unheard'))
    expect(heard).toHaveLength(2)
  })

  test('that failed on disk left nothing behind, and goes on once there is room', async () => {
    const inner = createMemoryEntryStore()
    let isFull = false
    const full = () => Promise.reject(new Error('no room'))
    const store: EntryStore = {
      ...inner,
      append: entry => (isFull ? full() : inner.append(entry)),
      add: (entries, how) => (isFull ? full() : inner.add(entries, how)),
    }
    const { replica } = await written(store)
    const ben = join(replica.league, 'Ben')
    isFull = true
    await expect(replica.write(draft('a'))).rejects.toThrow('no room')
    isFull = false
    await replica.write({
      kind: 'member',
      id: ben.person,
      body: { name: 'Ben', role: 'driver', until: [] },
    })
    isFull = true
    await expect(replica.receive(ben.said)).rejects.toThrow('no room')
    isFull = false
    expect((await replica.receive(ben.said)).added).toHaveLength(1)
    expect(await replica.tips()).toEqual(await inner.tips())
  })
})
