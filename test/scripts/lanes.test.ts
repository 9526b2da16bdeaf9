import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createJournal, inLanes } from '../../scripts/test/lanes.mjs'
import { pathsOf } from '../../scripts/test/vitest-stage.mjs'

describe('works in lanes', () => {
  test('are taken in order as lanes come free, and answered in order', async () => {
    const log: string[] = []
    const ends = new Map<string, () => void>()
    const all = inLanes(['a', 'b', 'c', 'd'], 2, async name => {
      log.push(name)
      await new Promise<void>(resolve => ends.set(name, resolve))
      return name.toUpperCase()
    })
    const startedAre = (names: string[]) => vi.waitFor(() => expect(log).toEqual(names))
    await startedAre(['a', 'b'])
    ends.get('b')!()
    await startedAre(['a', 'b', 'c'])
    ends.get('c')!()
    await startedAre(['a', 'b', 'c', 'd'])
    ends.get('d')!()
    ends.get('a')!()
    expect(await all).toEqual(['A', 'B', 'C', 'D'])
  })

  test('more lanes than works, and none at all', async () => {
    expect(await inLanes([1], 4, async n => n + 1)).toEqual([2])
    expect(await inLanes([], 2, async n => n)).toEqual([])
  })
})

describe('the journal', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const createScreen = (isTTY: boolean) => {
    const screen = { written: '', isTTY, columns: 60, write: (text: string) => (screen.written += text) }
    return screen
  }

  test('prints each work whole when it ends, and says meanwhile that they live', () => {
    const screen = createScreen(false)
    const journal = createJournal(screen, { now: () => Date.now(), everyMs: 1000 })
    const one = journal.begin('one', '── one\n')
    const two = journal.begin('two', '── two\n')
    one.add('first\n')
    two.add('\u001b[32mgreen\u001b[39m\n\n')
    vi.advanceTimersByTime(1000)
    expect(screen.written).toBe('… one 1 s: first | two 1 s: green\n')
    screen.written = ''
    one.add('second\n\n')
    one.end()
    expect(screen.written).toBe('── one\nfirst\nsecond\n')
    vi.advanceTimersByTime(1000)
    expect(screen.written).toContain('… two 2 s: green\n')
    two.end()
    screen.written = ''
    vi.advanceTimersByTime(60_000)
    expect(screen.written).toBe('')
  })

  test('on a terminal the sign of life is one line written over itself, and gone before a work is printed', () => {
    const screen = createScreen(true)
    const journal = createJournal(screen, { now: () => Date.now() })
    const one = journal.begin('one', '── one\n')
    one.add('x'.repeat(200))
    vi.advanceTimersByTime(2000)
    const lines = screen.written.split('\r\u001b[2K')
    expect(lines).toHaveLength(3)
    expect(lines.slice(1).every(line => line.length < 60 && !line.includes('\n'))).toBe(true)
    screen.written = ''
    one.end()
    expect(screen.written.startsWith('\r\u001b[2K── one\n')).toBe(true)
  })
})

test.each([
  ['nothing typed', [], ['test/a/', 'test/b.test.ts']],
  ['a path', ['test/c'], ['test/c']],
  ['a path and options', ['test/c', '-t', 'it'], ['test/c', '-t', 'it']],
  ['options only', ['-t', 'it'], ['test/a/', 'test/b.test.ts', '-t', 'it']],
])('what a stage runs: %s', (_, typed, paths) => {
  expect(pathsOf(typed, ['test/a/', 'test/b.test.ts'])).toEqual(paths)
})
