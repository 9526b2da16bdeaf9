import { afterEach, describe, expect, test } from 'vitest'
import { createMachine, type Machine, NOON, type Seen, startMadeGame } from './made-memory.ts'

let machine: Machine
afterEach(() => machine.close())

const kinds = (seen: readonly Seen[]): string[] => [...new Set(seen.map(({ kind }) => kind))]
const of = (seen: readonly Seen[], kind: Seen['kind']): Seen[] => seen.filter(one => one.kind === kind)
const times = (seen: readonly Seen[]): number[] => seen.map(({ atMs }) => atMs)
const expectInOrder = (seen: readonly Seen[]): void => {
  expect(times(seen)).toEqual(times(seen).toSorted((a, b) => a - b))
  const physics = times(of(seen, 'physics'))
  expect(new Set(physics).size).toBe(physics.length)
}
const expectSentence = (text: string): void => {
  expect(text).toMatch(/^[^.].*: .*\.$/)
  expect(text.length).toBeLessThan(300)
}

describe('a reader and a game', () => {
  test('without a game it searches and says where, without an error', () => {
    machine = createMachine()
    machine.run(3000)
    expect(machine.state).toEqual({ kind: 'searching', lookedFor: 'this test' })
    expect(kinds(machine.drain())).toEqual(['clock'])
  })

  test('the clock comes before anything else, the static page before physics and graphics', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    const seen = machine.drain()
    expect(seen[0]).toMatchObject({ kind: 'clock', pair: [NOON, 120] })
    expect(seen[1]?.kind).toBe('static')
    expectInOrder(seen)
    expect(machine.state).toEqual({ kind: 'reading', family: 'ac' })
    expect(of(seen, 'physics').length).toBeGreaterThan(320)
    expect(of(seen, 'graphics').length).toBeGreaterThan(55)
    const { packets, seen: count, torn } = machine.counts()
    expect(count).toBe(of(seen, 'physics').length)
    expect(packets - count).toBeLessThan(3)
    expect(torn).toBe(0)
  })

  test('pages that only lie there are nobody’s: nothing of them is handed over', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    game.write(machine.nowMs)
    machine.run(5000)
    expect(machine.state).toMatchObject({ kind: 'idle', family: 'ac' })
    expect(kinds(machine.drain())).toEqual(['clock'])
  })

  test('EVO is found under its own names', () => {
    machine = createMachine()
    const game = startMadeGame(machine, { family: 'evo' })
    machine.run(500, game.write)
    expect(machine.state).toEqual({ kind: 'reading', family: 'evo' })
    expect(of(machine.drain(), 'graphics')[0]?.bytes.length).toBe(4900)
  })

  test('a game that dies is away after a moment, and told anew when another begins', () => {
    machine = createMachine()
    const first = startMadeGame(machine)
    machine.run(1000, first.write)
    machine.run(2500)
    expect(kinds(machine.drain()).at(-1)).toBe('away')
    expect(machine.state.kind).toBe('idle')
    const second = startMadeGame(machine, { strings: 'another car' })
    machine.run(2500, second.write)
    const seen = machine.drain()
    expect(seen[0]?.kind).toBe('static')
    expect(Buffer.from(seen[0]!.bytes.subarray(0, 22)).toString('utf16le')).toBe('another car')
    expect(of(seen, 'gap')).toEqual([])
  })

  test('a paused game is not away, however long, and goes on without a gap', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    game.status = 3
    machine.run(600_000, game.write)
    game.status = 2
    machine.run(1000, game.write)
    const seen = machine.drain()
    expect(of(seen, 'away')).toEqual([])
    expect(of(seen, 'gap')).toEqual([])
    expectInOrder(seen)
    expect(machine.counts().packets - machine.counts().seen).toBeLessThan(5)
  })

  test('a paused game whose memory vanishes is away, and no handle is left', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    game.status = 3
    machine.run(5000, game.write)
    machine.pages.clear()
    machine.run(1500)
    expect(machine.drain().at(-1)?.kind).toBe('away')
    expect(machine.state.kind).toBe('searching')
    expect(machine.openCount()).toBe(0)
  })

  test('files that are made anew are another game', () => {
    machine = createMachine()
    const first = startMadeGame(machine)
    machine.run(1000, first.write)
    machine.drain()
    const second = startMadeGame(machine, { strings: 'another car', firstId: 100_000 })
    machine.run(2000, nowMs => {
      first.write(nowMs)
      second.write(nowMs)
    })
    const seen = machine.drain()
    const awayAt = seen.findIndex(({ kind }) => kind === 'away')
    expect(awayAt).toBeGreaterThan(0)
    expect(seen[awayAt + 1]?.kind).toBe('static')
    expect(of(seen.slice(awayAt), 'physics').every(({ id }) => id >= 100_000)).toBe(true)
  })

  test('a counter that begins again reads the static page again at once', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1100, game.write)
    machine.drain()
    machine.pages.get('acpmf_static')!.write('another car', 'utf16le')
    game.physicsId = 1
    machine.run(100, game.write)
    const seen = machine.drain()
    expect(of(seen, 'static').length).toBe(1)
    const statics = seen.findIndex(({ kind }) => kind === 'static')
    expect(seen.slice(0, statics).every(one => one.kind !== 'physics' || one.id > 300)).toBe(true)
    expect(of(seen, 'gap')).toEqual([])
  })

  test('packets missed for longer than 30 ms are a gap, from the last sample to the next', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    const until = machine.nowMs + 80
    while (machine.nowMs < until) game.write(machine.nowMs++)
    machine.run(500, game.write)
    const seen = machine.drain()
    const physics = of(seen, 'physics')
    const hole = physics.findIndex((one, at) => at > 0 && one.atMs - physics[at - 1]!.atMs > 30)
    expect(of(seen, 'gap')).toMatchObject([{ pair: [physics[hole - 1]!.atMs, physics[hole]!.atMs] }])
    expectInOrder(seen)
  })

  test('a game that stood still for a moment left nothing out', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    machine.run(200)
    machine.run(1000, game.write)
    expect(of(machine.drain(), 'gap')).toEqual([])
  })

  test('a wall clock that jumps is told, and disturbs no instant', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    machine.wallMs -= 3_600_000
    machine.run(2000, game.write)
    machine.wallMs += 800
    machine.run(2000, game.write)
    const seen = machine.drain()
    expectInOrder(seen)
    const clocks = of(seen, 'clock')
    expect(clocks.length).toBe(2)
    expect(clocks[1]!.pair[0] - NOON).toBeLessThan(-3_590_000)
    const physics = times(of(seen, 'physics'))
    expect(Math.max(...physics.slice(1).map((at, index) => at - physics[index]!))).toBeLessThan(8)
  })

  test('what nobody drains for too long is a gap with its true ends, and nothing else is lost', () => {
    machine = createMachine({ ringBytes: 256 * 1024 })
    const game = startMadeGame(machine)
    machine.run(5000, game.write)
    const before = machine.drain()
    machine.run(1000, game.write)
    const after = machine.drain()
    expect(machine.counts().dropped).toBeGreaterThan(500)
    const [gap] = of(after, 'gap')
    expect(after[0]).toBe(gap)
    expect(gap?.pair[0]).toBe(before.at(-1)!.atMs)
    expect(gap?.pair[1]).toBeCloseTo(of(after, 'physics')[0]!.atMs, 0)
    expect(of(after, 'static').length).toBe(1)
    expectInOrder([...before, ...after])
  })

  test('a fast game’s instants go as much faster', () => {
    machine = createMachine({ timeScale: 20 })
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    const physics = times(of(machine.drain(), 'physics'))
    expect(physics.at(-1)! - physics[0]!).toBeGreaterThan(19_000)
    expect(physics.at(-1)! - physics[0]!).toBeLessThan(20_000)
  })
})

describe('memory that cannot be used', () => {
  test('pages that may not be opened: the sentence, and on as soon as they may', () => {
    machine = createMachine()
    machine.refused.set('acpmf_physics', 'This is refused.')
    const game = startMadeGame(machine)
    machine.run(1000, game.write)
    expect(machine.state).toEqual({ kind: 'unreadable', message: 'This is refused.' })
    machine.refused.clear()
    machine.run(500, game.write)
    expect(machine.state.kind).toBe('reading')
  })

  test.each([0, 3, 100])('a physics page of %i bytes', bytes => {
    machine = createMachine()
    startMadeGame(machine, { fileBytes: 8192 })
    machine.pages.set('acpmf_physics', Buffer.alloc(bytes))
    machine.run(2000)
    if (bytes === 0) expect(machine.state.kind).toBe('idle')
    else {
      expect(machine.state.kind).toBe('unreadable')
      if (machine.state.kind === 'unreadable') expectSentence(machine.state.message)
    }
    expect(kinds(machine.drain())).toEqual(['clock'])
  })

  test('a missing graphics page, and one too small for EVO, are told while the car is read', () => {
    machine = createMachine()
    const game = startMadeGame(machine, { family: 'evo' })
    machine.pages.delete('acevo_pmf_graphics')
    machine.run(500, game.write)
    expect(machine.state.kind).toBe('unreadable')
    if (machine.state.kind === 'unreadable') expectSentence(machine.state.message)
    expect(of(machine.drain(), 'physics').length).toBeGreaterThan(100)
    machine.close()

    machine = createMachine()
    const cramped = startMadeGame(machine, { family: 'evo', fileBytes: 2048 })
    machine.run(500, cramped.write)
    expect(machine.state.kind).toBe('unreadable')
    if (machine.state.kind === 'unreadable') expectSentence(machine.state.message)
  })

  test('a graphics page that comes late is read from then on', () => {
    machine = createMachine()
    const game = startMadeGame(machine)
    const graphics = machine.pages.get('acpmf_graphics')!
    machine.pages.delete('acpmf_graphics')
    machine.run(500, game.write)
    expect(machine.state.kind).toBe('unreadable')
    machine.pages.set('acpmf_graphics', graphics)
    machine.run(500, game.write)
    expect(machine.state.kind).toBe('reading')
  })

  test('pages of random bytes, changing all the time, harm nothing', () => {
    machine = createMachine()
    let state = 1
    const fill = (page: Buffer) => {
      for (let at = 0; at < page.length; at++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        page[at] = state >>> 16
      }
    }
    startMadeGame(machine, { fileBytes: 2048 })
    machine.run(3000, () => machine.pages.forEach(fill))
    expectInOrder(machine.drain())
  })
})
