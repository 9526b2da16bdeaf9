/**
 * What every keeper of entries promises, run by each adapter's own test file. The harness opens an empty store, and opens
 * what was kept again as after a crash: without closing it first.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryStore, Tip, VerifiedEntry } from '#shared/logbook'
import { copyOf, found } from '../shared/logbook/league-kit.ts'
import { foundLeague, idOf, type Scribe } from '../shared/logbook/scribe.ts'

export interface EntryStoreHarness {
  readonly store: EntryStore
  /** The same store, as another program that starts now finds it. */
  reopen(): Promise<EntryStore>
  /** What the disk has of it is no entry any more. */
  damage(entry: VerifiedEntry): Promise<void>
  close(): Promise<void>
}

const hashesOf = (entries: readonly VerifiedEntry[]): string[] => entries.map(({ hash }) => hash)
const bySeqThenHash = (a: VerifiedEntry, b: VerifiedEntry): number =>
  a.entry.seq - b.entry.seq || (a.hash < b.hash ? -1 : 1)
const inOrder = (entries: readonly VerifiedEntry[]): VerifiedEntry[] =>
  [...entries].sort((a, b) => (a.device < b.device ? -1 : a.device > b.device ? 1 : bySeqThenHash(a, b)))
const tipOf = ({ device, hash, entry }: VerifiedEntry): Tip => ({ device, seq: entry.seq, hash })

/** Notes are a kind nobody knows: a store keeps them like any other. */
const sayNotes = (scribe: Scribe, count: number, name = 'note'): VerifiedEntry[] =>
  Array.from({ length: count }, (_, i) => scribe.say('note', idOf(16, name, i), { n: i }))

const everything = async (store: EntryStore, batch?: number): Promise<VerifiedEntry[]> => {
  const entries: VerifiedEntry[] = []
  for await (const some of store.all(batch)) entries.push(...some)
  return entries
}

export const describeEntryStore = (name: string, open: () => Promise<EntryStoreHarness>): void => {
  describe(`${name} is an entry store`, () => {
    let harness: EntryStoreHarness
    let store: EntryStore
    beforeEach(async () => {
      harness = await open()
      store = harness.store
    })
    afterEach(() => harness.close())

    test('an empty store answers every question with nothing', async () => {
      const { device, hash, entry } = foundLeague('Ada').said[0]!
      expect(await store.get(hash)).toBeNull()
      expect(await store.has([hash])).toEqual([false])
      expect(await store.has([])).toEqual([])
      expect(await store.tips()).toEqual([])
      expect(await store.usage()).toEqual([])
      expect(await store.at(device, 0)).toEqual([])
      expect(await store.feed(device, -1, 10)).toEqual([])
      expect(await store.ofKinds(['genesis'])).toEqual([])
      expect(await store.ofKey('genesis', entry.person, '')).toEqual([])
      expect(await everything(store)).toEqual([])
      expect(await store.add([])).toEqual([])
    })

    test('an entry comes back as it was', async () => {
      const founder = foundLeague('Ada')
      const told = [founder.said[0]!, ...sayNotes(founder, 3)]
      expect(hashesOf(await store.add(told))).toEqual(hashesOf(told))
      for (const entry of told) expect(await store.get(entry.hash)).toEqual(entry)
      expect(await store.has([told[2]!.hash, 'f'.repeat(64) as never, told[0]!.hash])).toEqual([
        true,
        false,
        true,
      ])
    })

    test('adding an entry twice changes nothing, also within one batch', async () => {
      const founder = foundLeague('Ada')
      const told = [founder.said[0]!, ...sayNotes(founder, 3)]
      await store.add(told.slice(0, 2))
      expect(hashesOf(await store.add([...told, ...told]))).toEqual(hashesOf(told.slice(2)))
      expect(await store.add(told, 'strict')).toEqual([])
      const bytes = told.reduce((sum, entry) => sum + entry.bytes.length, 0)
      expect(await store.usage()).toEqual([{ device: founder.device, entries: 4, bytes }])
      expect(hashesOf(await everything(store))).toEqual(hashesOf(told))
    })

    test('an entry without its parent is a bug of the caller, and nothing of its batch is kept', async () => {
      const founder = foundLeague('Ada')
      const told = [founder.said[0]!, ...sayNotes(founder, 3)]
      await expect(store.add([told[0]!, told[2]!])).rejects.toThrow()
      expect(await store.tips()).toEqual([])
      expect(await store.get(told[0]!.hash)).toBeNull()
      await store.add(told)
      expect(await store.tips()).toEqual([tipOf(told[3]!)])
    })

    test('what was added is found by the next program, whether or not this one was closed', async () => {
      const founder = foundLeague('Ada')
      const told = [founder.said[0]!, ...sayNotes(founder, 20)]
      await store.add(told.slice(0, 10), 'relaxed')
      await store.add(told.slice(10, 20), 'strict')
      expect(await store.append(told[20]!)).toBe(true)
      const again = await harness.reopen()
      expect(hashesOf(await everything(again))).toEqual(hashesOf(told))
      expect(await again.tips()).toEqual(await store.tips())
      expect(await again.usage()).toEqual(await store.usage())
      expect(await again.get(told[7]!.hash)).toEqual(told[7]!)
      await again.close()
    })

    test('tips are the ends of all branches, by device, then seq, then hash', async () => {
      const scribes = [foundLeague('Ada'), foundLeague('Ben'), foundLeague('Cleo')]
      const ends: VerifiedEntry[] = []
      for (const scribe of scribes) {
        const told = [scribe.said[0]!, ...sayNotes(scribe, 3)]
        const branch = scribe.fork()
        const [, longer] = sayNotes(scribe, 2, 'one hand')
        const [shorter] = sayNotes(branch, 1, 'another hand')
        await store.add([...told, ...scribe.said.slice(told.length), shorter!])
        ends.push(shorter!, longer!)
      }
      expect(await store.tips()).toEqual(inOrder(ends).map(tipOf))
    })

    test('siblings are found at their seq, in order of hash', async () => {
      const founder = foundLeague('Ada')
      await store.add(founder.said)
      const branches = [founder.fork(), founder.fork(), founder.fork()]
      const siblings = branches.map((branch, i) => sayNotes(branch, 1, `hand ${i}`)[0]!)
      await store.add(siblings)
      expect(hashesOf(await store.at(founder.device, 1))).toEqual(hashesOf(siblings).sort())
      expect(hashesOf(await store.at(founder.device, 0))).toEqual(hashesOf(founder.said))
      expect(await store.at(founder.device, 2)).toEqual([])
    })

    test('a page of a feed never ends between siblings', async () => {
      const founder = foundLeague('Ada')
      const before = [founder.said[0]!, ...sayNotes(founder, 2)]
      const branches = [founder, founder.fork(), founder.fork()]
      const after = branches.flatMap((branch, i) => sayNotes(branch, 3, `hand ${i}`))
      await store.add([...before, ...after])
      const whole = inOrder([...before, ...after])
      expect(hashesOf(await store.feed(founder.device, -1, 100))).toEqual(hashesOf(whole))
      expect(hashesOf(await store.feed(founder.device, -1, 3))).toEqual(hashesOf(whole.slice(0, 3)))
      expect(hashesOf(await store.feed(founder.device, -1, 4))).toEqual(hashesOf(whole.slice(0, 6)))
      expect(hashesOf(await store.feed(founder.device, 3, 1))).toEqual(hashesOf(whole.slice(6, 9)))
      expect(await store.feed(founder.device, 5, 10)).toEqual([])
    })

    test('entries are found by kind, and by what they are about', async () => {
      const ada = foundLeague('Ada')
      const ben = foundLeague('Ben')
      const about = idOf(16, 'a session')
      const told = [ada, ben].map(scribe => [
        ...scribe.said,
        scribe.say('remark', about, { n: 0 }),
        scribe.say('ruling', idOf(16, 'a ruling'), { n: 1 }),
        scribe.say('remark', about, null, { rev: 1 }),
        scribe.say('remark', idOf(16, 'another'), { n: 2 }),
      ])
      await store.add(told.flat())
      expect(hashesOf(await store.ofKinds(['ruling', 'genesis']))).toEqual(
        hashesOf(inOrder(told.flatMap(([genesis, , ruling]) => [genesis!, ruling!]))),
      )
      expect(await store.ofKinds([])).toEqual([])
      expect(hashesOf(await store.ofKey('remark', ada.person, about))).toEqual(
        hashesOf([told[0]![1]!, told[0]![3]!]),
      )
      expect(await store.ofKey('ruling', ada.person, about)).toEqual([])
    })

    test('everything comes in order of device, seq and hash, in batches of any size', async () => {
      const scribes = [foundLeague('Ada'), foundLeague('Ben')]
      for (const scribe of scribes) {
        sayNotes(scribe, 3)
        const branch = scribe.fork()
        sayNotes(scribe, 2, 'one hand')
        await store.add([...scribe.said, ...sayNotes(branch, 2, 'another hand')])
      }
      const all = await everything(store)
      expect(all).toHaveLength(16)
      expect(hashesOf(all)).toEqual(hashesOf(inOrder(all)))
      for (const batch of [1, 3, 100]) expect(hashesOf(await everything(store, batch))).toEqual(hashesOf(all))
    })

    test('a device’s own entry is appended only where nobody was first', async () => {
      const founder = foundLeague('Ada')
      const twin = foundLeague('Ada', { minutes: 1 })
      expect(await store.append(founder.said[0]!)).toBe(true)
      expect(await store.append(twin.said[0]!)).toBe(false)
      const branch = founder.fork()
      expect(await store.append(sayNotes(founder, 1, 'one tab')[0]!)).toBe(true)
      expect(await store.append(sayNotes(branch, 1, 'another tab')[0]!)).toBe(false)
      expect(await store.append(founder.said[1]!)).toBe(false)
      expect(await store.tips()).toEqual([founder.tip()])
    })

    test('of two programs that append at once, one is told that it was not first', async () => {
      const founder = foundLeague('Ada')
      await store.add(founder.said)
      const other = await harness.reopen()
      for (let seq = 1; seq <= 5; seq++) {
        const [last] = await store.at(founder.device, seq - 1)
        const [mine] = sayNotes(founder.fork(last), 1, 'mine')
        const [theirs] = sayNotes(founder.fork(last), 1, 'theirs')
        const isFirst = await Promise.all([store.append(mine!), other.append(theirs!)])
        expect(isFirst.toSorted()).toEqual([false, true])
        expect(hashesOf(await store.at(founder.device, seq))).toEqual([
          isFirst[0] ? mine!.hash : theirs!.hash,
        ])
      }
      await other.close()
    })

    test('a feed that lost an entry ends before it, and keeps what stood on it until it is back', async () => {
      const founder = foundLeague('Ada')
      const told = [founder.said[0]!, ...sayNotes(founder, 6)]
      await store.add(told)
      await harness.damage(told[3]!)
      await store.mend(founder.device, new Set())
      const expectEnd = async (of: EntryStore): Promise<void> => {
        expect(hashesOf(await everything(of))).toEqual(hashesOf(told.slice(0, 3)))
        expect(await of.tips()).toEqual([tipOf(told[2]!)])
        expect(await of.has([told[2]!.hash, told[3]!.hash, told[4]!.hash])).toEqual([true, false, false])
        expect(await of.get(told[5]!.hash)).toBeNull()
        expect(await of.ofKey('note', founder.person, told[6]!.entry.id)).toEqual([])
        expect(await of.usage()).toMatchObject([{ entries: 3 }])
        expect(await of.lost()).toEqual([tipOf(told[6]!)])
        expect(await of.aside(founder.device)).toEqual(told.slice(4))
      }
      await expectEnd(store)
      await expectEnd(await harness.reopen())
      expect(await store.append(sayNotes(founder, 1, 'later')[0]!)).toBe(false)
      expect(hashesOf(await store.add(told.slice(3, 5)))).toEqual(hashesOf(told.slice(3, 5)))
      expect(await store.lost()).toEqual([tipOf(told[6]!)])
      await store.add(told.slice(5))
      expect(await store.lost()).toEqual([])
      expect(await store.aside(founder.device)).toEqual([])
      expect(await everything(store)).toEqual(told)
      expect(await store.mend(founder.device, new Set())).toBe(false)
    })

    test('a feed of which the first entry is lost is not here', async () => {
      const [founder, other] = [foundLeague('Ada'), foundLeague('Ben')]
      const told = [founder.said[0]!, ...sayNotes(founder, 2)]
      await store.add([...told, ...other.said])
      await harness.damage(told[0]!)
      await store.mend(founder.device, new Set())
      expect(await store.tips()).toEqual([other.tip()])
      expect(await store.lost()).toEqual([tipOf(told[2]!)])
      expect(await store.add(told)).toHaveLength(3)
      expect(await store.lost()).toEqual([])
    })

    test('of a feed that forked, the branch that lost an entry is shorter, the other as it was', async () => {
      const founder = foundLeague('Ada')
      const before = [founder.said[0]!, ...sayNotes(founder, 1)]
      const branch = founder.fork()
      const [one, other] = [sayNotes(founder, 3, 'one hand'), sayNotes(branch, 2, 'another hand')]
      await store.add([...before, ...one, ...other])
      await harness.damage(one[1]!)
      await store.mend(founder.device, new Set())
      expect(await store.tips()).toEqual(inOrder([one[0]!, other[1]!]).map(tipOf))
      expect(await store.lost()).toEqual([tipOf(one[2]!)])
      expect(hashesOf(await store.aside(founder.device))).toEqual(hashesOf(one.slice(2)))
    })

    test('a replica over it asks for what was damaged as soon as somebody is there to ask', async () => {
      const founder = found('Ada')
      sayNotes(founder, 6)
      const other = copyOf(founder.league).replica
      for (const { receive } of [other, copyOf(founder.league, { store }).replica])
        await receive(founder.said)
      await harness.damage(founder.said[2]!)
      const { replica } = copyOf(founder.league, { store: await harness.reopen() })
      await replica.noteAlike()
      expect(await replica.tips()).toEqual([tipOf(founder.said[1]!)])
      expect(await replica.digest()).not.toBe(await other.digest())
      const known = (await replica.spine(founder.device)).map(({ hash }) => hash)
      const { added } = await replica.receive(await other.missing(founder.device, known, 0, 1_000_000))
      expect(added.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6])
      expect(await replica.digest()).toBe(await other.digest())
      expect(hashesOf(await everything(store))).toEqual(hashesOf(founder.said))
    })

    test('what is handed out owns its memory, although what came in was cut from a batch', async () => {
      const founder = foundLeague('Ada')
      const [entry] = sayNotes(founder, 1)
      const batch = new Uint8Array(100_000)
      batch.set(entry!.bytes, 500)
      batch.set(entry!.signature, 50_000)
      const bytes = batch.subarray(500, 500 + entry!.bytes.length)
      const signature = batch.subarray(50_000, 50_064)
      await store.add([founder.said[0]!, { ...entry!, bytes, signature }])
      batch.fill(0)
      const kept = await store.get(entry!.hash)
      expect(kept).toEqual(entry)
      expect(kept!.bytes.buffer.byteLength).toBe(entry!.bytes.length)
      expect(kept!.signature.buffer.byteLength).toBe(64)
    })

    test('many entries in one batch, and at once from several sides, are all kept', async () => {
      const scribes = ['Ada', 'Ben', 'Cleo', 'Dan'].map(who => foundLeague(who))
      for (const scribe of scribes) sayNotes(scribe, 300)
      await Promise.all(scribes.map(scribe => store.add(scribe.said)))
      expect(hashesOf(await everything(store))).toEqual(hashesOf(inOrder(scribes.flatMap(s => s.said))))
      expect((await store.usage()).map(({ entries }) => entries)).toEqual([301, 301, 301, 301])
    })

    test('the order in which branches arrive makes no difference', async () => {
      const founder = foundLeague('Ada')
      sayNotes(founder, 2)
      const branches = [founder.fork(), founder.fork(), founder.fork()]
      branches.forEach((branch, i) => void sayNotes(branch, i + 1, `hand ${i}`))
      const all = [...founder.said, ...branches.flatMap(branch => branch.said)]
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async order => {
          const fresh = await open()
          await fresh.store.add(founder.said)
          for (const which of order) await fresh.store.add(branches[which]!.said)
          const got = await everything(fresh.store)
          const tips = await fresh.store.tips()
          await fresh.close()
          expect(hashesOf(got)).toEqual(hashesOf(inOrder(all)))
          expect(tips).toEqual(inOrder(branches.map(branch => branch.said.at(-1)!)).map(tipOf))
        }),
        { numRuns: 6 },
      )
    })
  })
}
