/** S9: the imports of several tabs are one list; whichever tab leads works on it, and nothing given to a tab is lost. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CsvMapping, CsvSniff } from '#shared/formats'
import type { ImportOutcome, ImportRequest, Stopped } from '#web/workers'
import { SharedQueue } from '../../../web/import/shared-queue.ts'
import { createLeadership } from '../../../web/leader/leadership.ts'
import type { TabId } from '../../../web/leader/messages.ts'
import { FakeBrowser } from '../leader/fake-tabs.ts'

const DONE: ImportOutcome = { kind: 'done', report: { format: 'X', notes: [], sessions: [] } }
const TABLE: ImportOutcome = { kind: 'unknown-csv', reason: '', table: { fingerprint: 'f' } as CsvSniff }

/** The library of all tabs: which files are in it, and how many read each. */
class FakeLibrary {
  readonly saved = new Set<string>()
  readonly reading = new Map<string, number>()
}

interface Reading {
  readonly name: string
  readonly request: ImportRequest
  progress(done: number): void
  end(outcome?: ImportOutcome): void
}

const tabIdOf = (n: number): TabId => n.toString(16).padStart(32, '0') as TabId

const openTab = (browser: FakeBrowser, library: FakeLibrary, n: number, reads?: number) => {
  const tab = browser.open(`client ${n}`)
  const readings: Reading[] = []
  const leadership = createLeadership({
    id: tabIdOf(n),
    lockName: 'lead',
    together: { locks: tab.locks, channel: tab.channel('lead') },
    clock: tab.clock,
    isWatchful: () => true,
  })
  const queue = new SharedQueue({
    leadership,
    channel: tab.channel('imports'),
    clock: tab.clock,
    run: (request, { signal, onProgress }) => {
      const { name } = request.file
      const { promise, resolve } = Promise.withResolvers<ImportOutcome | Stopped>()
      library.reading.set(name, (library.reading.get(name) ?? 0) + 1)
      let isOver = false
      const settle = (outcome: ImportOutcome | Stopped): void => {
        if (isOver) return
        isOver = true
        library.reading.set(name, library.reading.get(name)! - 1)
        resolve(outcome)
      }
      signal?.addEventListener('abort', () => settle({ kind: 'cancelled' }))
      const end = (outcome: ImportOutcome = DONE): void => {
        if (isOver) return
        // As by the hash of the file.
        const isKnown = library.saved.has(name)
        if (outcome.kind === 'done') library.saved.add(name)
        settle(isKnown ? { kind: 'already', sessions: [], readWith: [] } : outcome)
      }
      readings.push({ name, request, end, progress: done => onProgress?.({ stage: 'reading', done }) })
      if (reads !== undefined) tab.clock.after(reads, end)
      return promise
    },
  })
  const stop = leadership.start()
  return { tab, leadership, queue, readings, stop }
}

type Tab = ReturnType<typeof openTab>

const picked = (...names: string[]) => names.map(name => ({ file: new File(['x'], name), folder: '' }))
const listOf = ({ queue }: Tab) => queue.jobs.map(job => [job.group.file.name, job.state.kind])
const named = ({ readings }: Tab) => readings.map(({ name }) => name)

/** Two tabs, the first of which leads. */
const openTwo = async (reads?: number) => {
  const browser = new FakeBrowser()
  const library = new FakeLibrary()
  const leader = openTab(browser, library, 1, reads)
  await browser.pass(10)
  const follower = openTab(browser, library, 2, reads)
  await browser.pass(10)
  return { browser, library, leader, follower }
}

describe('S9 files given to a tab that follows', () => {
  test('are imported by the tab that leads, and both show the same', async () => {
    const { browser, leader, follower } = await openTwo()
    follower.queue.add(picked('a', 'b', 'c'))
    await browser.pass(10)
    expect([named(leader), named(follower)]).toEqual([['a', 'b'], []])
    const list = [
      ['a', 'running'],
      ['b', 'running'],
      ['c', 'waiting'],
    ]
    expect([listOf(leader), listOf(follower)]).toEqual([list, list])
    leader.readings[0]!.end()
    await browser.pass(10)
    expect(listOf(follower)).toEqual([
      ['a', 'done'],
      ['b', 'running'],
      ['c', 'running'],
    ])
    expect([leader.queue.own.length, follower.queue.own.length]).toEqual([0, 3])
  })

  test('show how far they are, at most five times a second', async () => {
    const { browser, leader, follower } = await openTwo()
    follower.queue.add(picked('a'))
    await browser.pass(10)
    let told = 0
    const channel = browser.open('ear').channel('imports')
    channel.listen(() => {
      told += 1
    })
    for (let i = 1; i <= 100; i++) {
      leader.readings[0]!.progress(i / 100)
      await browser.pass(10)
    }
    await browser.pass(200)
    expect(told).toBeLessThanOrEqual(6)
    const state = { kind: 'running', progress: { stage: 'reading', done: 1 } }
    expect(follower.queue.jobs[0]!.state).toEqual(state)
  })

  test('are stopped, explained, tried again and let go from any tab', async () => {
    const { browser, leader, follower } = await openTwo()
    leader.queue.add(picked('t.csv', 'b', 'c'))
    await browser.pass(10)
    leader.readings[0]!.end(TABLE)
    await browser.pass(10)
    const [table, b, c] = follower.queue.jobs
    expect(table!.state).toEqual({ kind: 'table', table: { fingerprint: 'f' }, reason: '' })
    follower.queue.cancel(b!)
    const mapping = { fingerprint: 'f' } as CsvMapping
    follower.queue.again(table!, mapping)
    await browser.pass(10)
    expect(leader.readings.at(-1)).toMatchObject({ name: 't.csv', request: { mapping } })
    expect(b!.state.kind).toBe('cancelled')
    follower.queue.dismiss(b!)
    follower.queue.cancelAll()
    await browser.pass(10)
    const list = [
      ['t.csv', 'cancelled'],
      ['c', 'cancelled'],
    ]
    expect([listOf(leader), listOf(follower), c!.isOver]).toEqual([list, list, true])
    follower.queue.clear()
    await browser.pass(10)
    expect([listOf(leader), listOf(follower)]).toEqual([[], []])
  })

  test('are on the list of a tab that opens later', async () => {
    const { browser, library, leader } = await openTwo()
    leader.queue.add(picked('a', 'b', 'c'))
    const late = openTab(browser, library, 3)
    await browser.pass(10)
    expect(listOf(late)).toEqual(listOf(leader))
    expect(late.queue.open).toBe(3)
  })

  test('given before anybody is known to lead wait for who does', async () => {
    const browser = new FakeBrowser()
    const library = new FakeLibrary()
    const first = openTab(browser, library, 1)
    const second = openTab(browser, library, 2)
    second.queue.add(picked('b'))
    expect(listOf(second)).toEqual([['b', 'waiting']])
    first.queue.add(picked('a'))
    await browser.pass(10)
    expect([named(first).toSorted(), named(second)]).toEqual([['a', 'b'], []])
  })
})

describe('S9 when the leader', () => {
  for (const goes of ['closes', 'crashes'] as const) {
    test(`${goes}, all it had is imported by the next, from whichever tab it came`, async () => {
      const { browser, library, leader, follower } = await openTwo()
      leader.queue.add(picked('mine'))
      follower.queue.add(picked('a', 'b'))
      await browser.pass(10)
      leader.readings.find(({ name }) => name === 'a')!.end()
      await browser.pass(10)
      if (goes === 'closes') leader.stop()
      leader.tab.crash()
      await browser.pass(10)
      expect(follower.leadership.standing().kind).toBe('leading')
      for (const { end } of follower.readings) end()
      await browser.pass(10)
      expect(new Map(listOf(follower) as [string, string][])).toEqual(
        new Map([
          ['a', 'done'],
          ['b', 'done'],
          ['mine', 'done'],
        ]),
      )
      expect([...library.saved].toSorted()).toEqual(['a', 'b', 'mine'])
    })
  }

  test('hangs, another goes on; awake again it stops its work and shows what the other did', async () => {
    const { browser, library, leader, follower } = await openTwo()
    leader.queue.add(picked('mine'))
    await browser.pass(10)
    leader.tab.freeze()
    follower.queue.add(picked('a'))
    await browser.pass(2100)
    expect(named(follower).toSorted()).toEqual(['a', 'mine'])
    for (const { end } of follower.readings) end()
    await browser.pass(10)
    leader.tab.thaw()
    await browser.pass(2100)
    expect(leader.leadership.standing().kind).toBe('following')
    expect(listOf(leader)).toEqual(listOf(follower))
    expect([...library.reading.values()].every(count => count === 0)).toBe(true)
  })

  test('runs another version, a tab imports its own files, and goes on by itself', async () => {
    const browser = new FakeBrowser()
    const library = new FakeLibrary()
    const other = browser.open('another version')
    const leadership = createLeadership({
      id: tabIdOf(9),
      lockName: 'lead',
      together: { locks: other.locks, channel: other.channel('lead') },
      clock: other.clock,
      isWatchful: () => true,
    })
    leadership.start()
    await browser.pass(10)
    const tab = openTab(browser, library, 1)
    await browser.pass(10)
    tab.queue.add(picked('a', 'b', 'c'))
    await browser.pass(3500)
    expect(named(tab)).toEqual(['a', 'b'])
    tab.queue.cancel(tab.queue.jobs[1]!)
    tab.readings[0]!.end()
    await browser.pass(10)
    expect(listOf(tab)).toEqual([
      ['a', 'done'],
      ['b', 'cancelled'],
      ['c', 'running'],
    ])
  })
})

test('where nobody can lead, as in a library that is only to be looked at, a tab imports for itself', async () => {
  const browser = new FakeBrowser()
  const tab = openTab(browser, new FakeLibrary(), 1)
  await browser.pass(10)
  tab.stop()
  tab.queue.add(picked('a', 'b'))
  expect(named(tab)).toEqual([])
  await browser.pass(4500)
  expect(named(tab)).toEqual(['a', 'b'])
})

const ACTIONS = ['add', 'pass', 'freeze', 'thaw', 'crash', 'open'] as const

test('S9 whatever tabs do, every file given to one is in the library once while one tab stays open', async () => {
  const step = fc.tuple(fc.constantFrom(...ACTIONS), fc.nat({ max: 5 }), fc.nat({ max: 1500 }))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
      const browser = new FakeBrowser()
      const library = new FakeLibrary()
      const READS_MS = 150
      let made = 1
      // The first stays open throughout.
      let tabs = [openTab(browser, library, 1, READS_MS)]
      const given = new Set<string>()
      for (const [action, which, ms] of steps) {
        const chosen = tabs[which % tabs.length]!
        if (action === 'open') tabs.push(openTab(browser, library, ++made, READS_MS))
        if (action === 'pass') await browser.pass(ms)
        if (action === 'freeze') chosen.tab.freeze()
        if (action === 'thaw') chosen.tab.thaw()
        if (action === 'add') {
          const name = `file ${given.size}`
          given.add(name)
          tabs[0]!.queue.add(picked(name))
        }
        if (action === 'crash' && chosen !== tabs[0]) {
          chosen.tab.crash()
          tabs = tabs.filter(other => other !== chosen)
        }
      }
      for (const { tab } of tabs) tab.thaw()
      await browser.pass(8000)
      expect(library.saved).toEqual(given)
      for (const tab of tabs) {
        expect(tab.queue.open).toBe(0)
        expect(listOf(tab)).toEqual(listOf(tabs[0]!))
      }
    }),
    { numRuns: 25 },
  )
}, 60_000)
