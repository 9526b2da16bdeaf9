/** Laps leave the bridge only when they are on this page's disk, and arrive once, whatever ends in between. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '#shared/id'
import { fail, type Library, openLibrary } from '#web/store'
import { createLapTaker } from '../../../web/rig/take-laps.ts'
import { BRIDGE, rigLap, rigLaps, rigSession } from '../store/rig-laps.ts'
import { openTestLibrary, unwrap } from '../store/support.ts'
import { createFakeShelf, type FakeShelf } from './fake-requests.ts'

/** A page that takes laps until it is stopped. */
const pageOn = (shelf: FakeShelf, library: Library) => {
  const stop = new AbortController()
  const problems: (string | null)[] = []
  let kept = 0
  let bridgeId: string | null = BRIDGE
  const taker = createLapTaker({
    requests: shelf.requests,
    bridgeId: () => bridgeId,
    waiting: () => shelf.waiting().length,
    library: () => library,
    onKept: () => {
      kept++
    },
    onProblem: problem => problems.push(problem),
  })
  const ended = taker.run(stop.signal)
  onTestFinished(() => stop.abort())
  return {
    ...{ taker, problems, ended },
    kept: () => kept,
    stop: () => {
      stop.abort()
      return ended
    },
    lose: () => {
      bridgeId = null
    },
    find: () => {
      bridgeId = BRIDGE
      taker.wake()
    },
  }
}

const lapCounts = async (library: Library) =>
  unwrap(await library.listSessions()).map(({ lapCount }) => lapCount)

describe('laps that wait in the bridge', () => {
  test('come into the library in order, page after page, and are confirmed', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    const laps = await rigLaps(rigSession(), 17)
    shelf.add(laps)
    const page = pageOn(shelf, library)
    await expect.poll(shelf.waiting).toEqual([])
    expect(shelf.confirmed).toEqual(laps.map(({ lap }) => lap.id))
    expect(await lapCounts(library)).toEqual([17])
    expect(page.kept()).toBe(17)
    expect(page.problems.at(-1)).toBeNull()
  })

  test('and one that is driven meanwhile comes when the bridge says so', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    const session = rigSession()
    shelf.add([await rigLap(session, 1)])
    const page = pageOn(shelf, library)
    await expect.poll(shelf.waiting).toEqual([])
    shelf.add([await rigLap(session, 2)])
    page.taker.wake()
    await expect.poll(shelf.waiting).toEqual([])
    expect(await lapCounts(library)).toEqual([2])
  })

  test('are confirmed only after they are stored', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    shelf.add(await rigLaps(rigSession(), 3))
    const missing: string[] = []
    shelf.before = (what, lap) => {
      if (what === 'confirm')
        void library.knownRigLaps([lap!]).then(known => {
          if (!unwrap(known).has(lap!)) missing.push(lap!)
        })
      return 'go on'
    }
    pageOn(shelf, library)
    await expect.poll(shelf.waiting).toEqual([])
    expect(missing).toEqual([])
  })

  test('a page that ends between storing and confirming leaves the lap to the next, which does not double it', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    shelf.add(await rigLaps(rigSession(), 2))
    shelf.before = what => (what === 'confirm' ? 'lost' : 'go on')
    const first = pageOn(shelf, library)
    await expect.poll(first.kept).toBe(1)
    await first.stop()
    expect(shelf.confirmed).toEqual([])
    shelf.before = () => 'go on'
    const again = unwrap(await openLibrary({ name: library.name }))
    onTestFinished(() => again.close())
    const second = pageOn(shelf, again)
    await expect.poll(shelf.waiting).toEqual([])
    expect(second.kept()).toBe(1)
    expect(shelf.chunksRead()).toBe(2)
    expect(await lapCounts(library)).toEqual([2])
  })

  test('two pages that both believe they lead store each lap once', async () => {
    const library = await openTestLibrary()
    const other = unwrap(await openLibrary({ name: library.name }))
    onTestFinished(() => other.close())
    const shelf = createFakeShelf()
    shelf.add(await rigLaps(rigSession(), 12))
    pageOn(shelf, library)
    pageOn(shelf, other)
    await expect.poll(shelf.waiting).toEqual([])
    expect(await lapCounts(library)).toEqual([12])
  })

  test('a link that goes at any moment costs nothing', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    shelf.add(await rigLaps(rigSession(), 8))
    let calls = 0
    shelf.before = () => {
      calls++
      return calls % 5 === 0 ? 'lost' : 'go on'
    }
    const page = pageOn(shelf, library)
    for (let tries = 0; tries < 20 && shelf.waiting().length > 0; tries++) {
      const before = shelf.confirmed.length
      await expect.poll(() => shelf.confirmed.length > before || calls % 5 === 0).toBe(true)
      page.taker.wake()
    }
    const pushed = () => {
      page.taker.wake()
      return shelf.waiting()
    }
    await expect.poll(pushed).toEqual([])
    expect(await lapCounts(library)).toEqual([8])
    expect(page.problems.filter(problem => problem !== null)).toEqual([])
  })

  test('of a session that was deleted are confirmed and stay deleted', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const [lap] = await rigLaps(session, 1)
    unwrap(await library.keepRigLap(lap!.lap, BRIDGE, lap!.trace))
    unwrap(await library.deleteSession(session.id as SessionId))
    const shelf = createFakeShelf()
    shelf.add([lap!])
    pageOn(shelf, library)
    await expect.poll(shelf.waiting).toEqual([])
    expect(await lapCounts(library)).toEqual([])
  })
})

describe('a trace that is not what its hash says', () => {
  test('is fetched again', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    shelf.add(await rigLaps(rigSession(), 1))
    let chunks = 0
    shelf.before = what => {
      if (what !== 'chunk') return 'go on'
      chunks++
      return chunks === 1 ? 'spoil' : 'go on'
    }
    const page = pageOn(shelf, library)
    await expect.poll(shelf.waiting).toEqual([])
    expect(page.problems.at(-1)).toBeNull()
  })

  test('is left in the bridge when it is wrong twice, said, and the others come', async () => {
    const library = await openTestLibrary()
    const shelf = createFakeShelf()
    const laps = await rigLaps(rigSession(), 3)
    shelf.add(laps)
    const bad = laps[1]!.lap.id
    shelf.before = (what, lap) => (what === 'chunk' && lap === bad ? 'spoil' : 'go on')
    const page = pageOn(shelf, library)
    await expect.poll(() => page.problems.at(-1)).toContain('stays in the rig-bridge')
    expect(shelf.waiting()).toEqual([bad])
    expect(shelf.chunksRead()).toBe(4)
    expect(await lapCounts(library)).toEqual([2])
  })
})

test('while the disk is full nothing is confirmed, the reason is said, and it goes on once there is room', async () => {
  const library = await openTestLibrary()
  const shelf = createFakeShelf()
  shelf.add(await rigLaps(rigSession(), 2))
  let isFull = true
  const cramped: Library = {
    ...library,
    keepRigLap: (lap, bridgeId, trace) =>
      isFull ? Promise.resolve(fail('full')) : library.keepRigLap(lap, bridgeId, trace),
  }
  const page = pageOn(shelf, cramped)
  await expect.poll(() => page.problems.at(-1)).toContain('no room left')
  expect(shelf.confirmed).toEqual([])
  isFull = false
  page.taker.wake()
  await expect.poll(shelf.waiting).toEqual([])
  expect(page.problems.at(-1)).toBeNull()
})

test('without a link nothing is asked, and it begins when there is one', async () => {
  const library = await openTestLibrary()
  const shelf = createFakeShelf()
  let asked = 0
  shelf.before = () => {
    asked++
    return 'go on'
  }
  const page = pageOn(shelf, library)
  page.lose()
  await expect.poll(() => asked).toBeLessThanOrEqual(1)
  shelf.add(await rigLaps(rigSession(), 1))
  page.taker.wake()
  const before = asked
  page.find()
  await expect.poll(shelf.waiting).toEqual([])
  expect(asked).toBeGreaterThan(before)
})
