/** A copy of a league takes what is by somebody ever admitted, in any order, and ends with the same entries as every other. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FEED_LIMITS, isLie, LEAGUE_LIMITS, type VerifiedEntry } from '#shared/logbook'
import { admit, copyOf, found, invite, join, note, reasonsOf } from './league-kit.ts'
import type { Scribe } from './scribe.ts'

describe('who is let in', () => {
  test('somebody an admin named, once that has arrived', async () => {
    const ada = found()
    const ben = join(ada.league, 'Ben')
    note(ben, 'lap')
    const { replica } = copyOf(ada.league)
    await replica.receive(ada.said)
    expect(reasonsOf(await replica.receive(ben.said))).toEqual(['unknown-author', 'unknown-author'])
    await replica.receive([admit(ada, ben)])
    expect((await replica.receive(ben.said)).added).toHaveLength(2)
  })

  test('whoever holds an invitation that admits; of whoever has to wait, entry 0 only', async () => {
    const ada = found()
    const open = invite(ada, true, 'open')
    const asking = invite(ada, false, 'asking')
    const ben = join(ada.league, 'Ben', open)
    const cleo = join(ada.league, 'Cleo', asking)
    const uninvited = join(ada.league, 'Dan', { ...open, key: invite(found('Zoe'), true, 'elsewhere').key })
    for (const scribe of [ben, cleo, uninvited]) note(scribe, 'lap')
    const { replica } = copyOf(ada.league)
    await replica.receive(ada.said)
    expect(reasonsOf(await replica.receive(ben.said))).toEqual([])
    const waiting = await replica.receive(cleo.said)
    expect(waiting.added).toMatchObject([{ device: cleo.device, seq: 0 }])
    expect(reasonsOf(waiting)).toEqual(['unknown-author'])
    expect(reasonsOf(await replica.receive(uninvited.said))).toEqual(['bad-certificate', 'unknown-author'])
    expect((await replica.governance())?.waiting).toMatchObject([{ person: cleo.person }])
    await replica.receive([admit(ada, cleo)])
    expect((await replica.receive(cleo.said)).added).toMatchObject([{ seq: 1 }])
  })

  test('whom somebody named before it was known that they are an admin', async () => {
    const ada = found()
    const ben = join(ada.league, 'Ben')
    const cleo = join(ada.league, 'Cleo')
    const asDriver = admit(ada, ben)
    const naming = admit(ben, cleo)
    const asAdmin = ada.say('member', ben.person, { name: 'Ben', role: 'admin', until: [] }, { rev: 1 })
    const { replica } = copyOf(ada.league)
    await replica.receive([ada.said[0]!, asDriver, ...ben.said])
    expect(naming.entry.seq).toBe(1)
    expect(reasonsOf(await replica.receive(cleo.said))).toEqual(['unknown-author'])
    await replica.receive([asAdmin])
    expect((await replica.receive(cleo.said)).added).toHaveLength(1)
  })

  test('nobody, before the league’s first entry is here', async () => {
    const ada = found()
    const { replica } = copyOf(ada.league)
    expect(await replica.governance()).toBeNull()
    note(ada, 'lap')
    expect(reasonsOf(await replica.receive(ada.said.slice(1)))).toEqual(['unknown-author'])
    expect((await replica.receive(ada.said)).added).toHaveLength(2)
    expect(await replica.governance()).toMatchObject({ founder: ada.person })
  })

  test('a person with too many devices no further, and that is no lie', async () => {
    const ada = found()
    const ben = join(ada.league, 'Ben')
    const others = Array.from({ length: LEAGUE_LIMITS.devicesPerPerson }, (_, n) => ben.another(n + 1))
    const { replica } = copyOf(ada.league)
    await replica.receive([...ada.said, admit(ada, ben), ...ben.said])
    const receipt = await replica.receive(others.flatMap(scribe => scribe.said))
    expect(receipt.added).toHaveLength(LEAGUE_LIMITS.devicesPerPerson - 1)
    expect(reasonsOf(receipt)).toEqual(['crowded'])
    expect(isLie('crowded')).toBe(false)
  })
})

test('batches that follow one another may be given before the first is stored', async () => {
  const ada = found()
  const ben = join(ada.league, 'Ben')
  admit(ada, ben)
  for (let n = 0; n < 20; n++) note(ben, `lap ${n}`)
  const { replica } = copyOf(ada.league)
  const parts = [
    ada.said,
    ben.said.slice(0, 5),
    ben.said.slice(5, 6),
    ben.said.slice(3, 12),
    ben.said.slice(12),
  ]
  const receipts = await Promise.all(parts.map(part => replica.receive(part)))
  expect(receipts.flatMap(reasonsOf)).toEqual([])
  expect(receipts.map(({ added }) => added.length)).toEqual([2, 5, 1, 6, 9])
  expect(receipts.map(({ known }) => known)).toEqual([0, 0, 0, 3, 0])
})

test('whatever order entries come in and come again, copies end alike', async () => {
  const ada = found()
  const link = invite(ada, true)
  const ben = join(ada.league, 'Ben', link)
  const cleo = join(ada.league, 'Cleo')
  admit(ada, cleo, 'admin')
  const dan = join(ada.league, 'Dan')
  admit(cleo, dan)
  const twin = ben.fork()
  for (const scribe of [ada, ben, twin, cleo, dan]) for (const n of [1, 2, 3]) note(scribe, `${n}`)
  const feeds: (readonly VerifiedEntry[])[] = [ada.said, ben.said, twin.said, cleo.said, dan.said]
  const all = new Set(feeds.flat().map(({ hash }) => hash))
  const whole = copyOf(ada.league)
  await whole.replica.receive([...new Map(feeds.flat().map(entry => [entry.hash, entry])).values()])
  const batches = feeds.flatMap(feed => [feed.slice(0, 2), feed.slice(2)])
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.shuffledSubarray(batches, { minLength: batches.length }), { minLength: 1, maxLength: 1 }),
      async ([order]) => {
        const { replica, store } = copyOf(ada.league)
        // Who refuses is offered it again; each round lets at least one more in.
        for (let round = 0; round < batches.length; round++) {
          for (const batch of order!) expect(reasonsOf(await replica.receive(batch)).some(isLie)).toBe(false)
        }
        expect(await replica.digest()).toBe(await whole.replica.digest())
        expect(await replica.governance()).toEqual(await whole.replica.governance())
        expect((await store.has([...all])).every(has => has)).toBe(true)
      },
    ),
    { numRuns: 12 },
  )
})

describe('a feed that forks', () => {
  const forked = (count: number): { ada: Scribe; branches: Scribe[] } => {
    const ada = found()
    note(ada, 'before')
    const branches = Array.from({ length: count }, () => ada.fork())
    branches.forEach((branch, n) => {
      note(branch, `hand ${n}`)
      note(branch, `hand ${n} again`)
    })
    return { ada, branches }
  }

  test('within one batch is taken as a whole', async () => {
    const { ada, branches } = forked(3)
    const { replica } = copyOf(ada.league)
    const receipt = await replica.receive([...ada.said, ...branches.flatMap(branch => branch.said)])
    expect(receipt).toMatchObject({ refusedCount: 0 })
    expect(receipt.added).toHaveLength(8)
    expect(await replica.tips()).toHaveLength(3)
  })

  test('too often is cut off without blame, and copies that hold other branches agree that it is', async () => {
    const { ada, branches } = forked(2 * FEED_LIMITS.branches)
    const [one, other] = [copyOf(ada.league).replica, copyOf(ada.league).replica]
    for (const [replica, mine] of [
      [one, branches.slice(0, FEED_LIMITS.branches)],
      [other, branches.slice(FEED_LIMITS.branches)],
    ] as const) {
      await replica.receive(ada.said)
      for (const branch of mine) expect(reasonsOf(await replica.receive(branch.said))).toEqual([])
    }
    const late = await one.receive(branches.at(-1)!.said)
    expect(reasonsOf(late)).toEqual(['forked', 'gap'])
    expect(reasonsOf(late).some(isLie)).toBe(false)
    expect(await one.digest()).toBe(await other.digest())
  })

  test('what somebody lacks of it is told branch by branch', async () => {
    const { ada, branches } = forked(3)
    const { replica } = copyOf(ada.league)
    await replica.receive([...ada.said, ...branches.flatMap(branch => branch.said)])
    const all = await replica.missing(ada.device, [], 0, 1e6)
    expect(all).toHaveLength(8)
    const known = branches[0]!.tip().hash
    const lacking = await replica.missing(ada.device, [known], 0, 1e6)
    expect(lacking).toHaveLength(4)
    const fresh = copyOf(ada.league)
    await fresh.replica.receive([...ada.said, ...branches[0]!.said])
    await fresh.replica.receive(lacking)
    expect(await fresh.replica.digest()).toBe(await replica.digest())
    const everyTip = branches.map(branch => branch.tip().hash)
    expect(await replica.missing(ada.device, everyTip, 0, 1e6)).toEqual([])
    expect(await replica.missing(ada.device, [ada.said[0]!.hash], 0, 1e6)).toHaveLength(7)
  })

  test('shows in its spine, which finds where it parted', async () => {
    const { ada, branches } = forked(2)
    const { replica } = copyOf(ada.league)
    await replica.receive([...ada.said, ...branches.flatMap(branch => branch.said)])
    const spine = await replica.spine(ada.device)
    expect(spine.map(({ seq }) => seq)).toEqual([3, 3, 2, 2, 1, 0])
    expect(await replica.governance()).toMatchObject({ notices: [{ kind: 'fork', seq: 2, branches: 2 }] })
  })
})

describe('what others lack', () => {
  test('comes in order of seq, at most so many bytes, at least one', async () => {
    const ada = found()
    for (let n = 0; n < 30; n++) note(ada, `${n}`)
    const { replica } = copyOf(ada.league)
    await replica.receive(ada.said)
    const tail = await replica.missing(ada.device, [ada.said[27]!.hash], 0, 1e6)
    expect(tail.map(({ bytes }) => bytes)).toEqual(ada.said.slice(28).map(({ bytes }) => bytes))
    expect(await replica.missing(ada.device, [], 5, 1)).toMatchObject([{ bytes: ada.said[5]!.bytes }])
    const size = ada.said.slice(0, 4).reduce((sum, entry) => sum + entry.bytes.length + 64, 0)
    expect(await replica.missing(ada.device, [], 0, size)).toHaveLength(4)
    expect(await replica.missing('f'.repeat(64) as never, [], 0, 1e6)).toEqual([])
    const spine = await replica.spine(ada.device)
    expect(spine.map(({ seq }) => seq)).toEqual([30, 29, 28, 26, 22, 14, 0])
  })
})

test('a newcomer’s glimpse is what governs, and a board’s holders when somebody knows them', async () => {
  const ada = found()
  const ben = join(ada.league, 'Ben')
  admit(ada, ben)
  note(ben, 'lap')
  const { replica } = copyOf(ada.league)
  await replica.receive([...ada.said, ...ben.said])
  const glimpse = await replica.glimpse('a board', 50)
  expect(glimpse).toHaveLength(3)
  const fresh = copyOf(ada.league).replica
  await fresh.receive(
    [...glimpse].sort((a, b) => Number(b.device === ada.device) - Number(a.device === ada.device)),
  )
  expect(await fresh.governance()).toMatchObject({ members: [{ name: 'Ada' }, { name: 'Ben' }] })
})
