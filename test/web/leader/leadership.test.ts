/** S9: one tab leads. Tabs that close, crash, hang and wake up, by a clock of the test's own. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createLeadership, type Leadership } from '../../../web/leader/leadership.ts'
import { type TabId, toLeaderMessage } from '../../../web/leader/messages.ts'
import type { TabLocks } from '../../../web/leader/ports.ts'
import { FakeBrowser, type FakeTab } from './fake-tabs.ts'

interface Opened {
  readonly tab: FakeTab
  readonly leadership: Leadership
  readonly stop: () => void
}

const tabIdOf = (n: number): TabId => n.toString(16).padStart(32, '0') as TabId

const openIn = (browser: FakeBrowser, n: number): Opened => {
  const tab = browser.open(`client ${n}`)
  const leadership = createLeadership({
    id: tabIdOf(n),
    lockName: 'lead',
    together: { locks: tab.locks, channel: tab.channel('lead') },
    clock: tab.clock,
    isWatchful: () => true,
  })
  return { tab, leadership, stop: leadership.start() }
}

const standings = (tabs: readonly Opened[]) => tabs.map(({ leadership }) => leadership.standing().kind)

/** Three tabs, the first of which leads. */
const openThree = async () => {
  const browser = new FakeBrowser()
  const tabs = [openIn(browser, 1)]
  await browser.pass(10)
  tabs.push(openIn(browser, 2), openIn(browser, 3))
  await browser.pass(10)
  expect(standings(tabs)).toEqual(['leading', 'following', 'following'])
  const [first, second, third] = tabs as [Opened, Opened, Opened]
  return { browser, tabs, first, second, third }
}

describe('S9 one of several tabs', () => {
  test('leads, and the others know which', async () => {
    const { second, third, first } = await openThree()
    for (const { leadership } of [second, third]) {
      expect(leadership.standing()).toEqual({ kind: 'following', leader: first.leadership.id })
    }
  })

  test('takes over at once when the leader closes or crashes', async () => {
    for (const goes of ['stop', 'crash'] as const) {
      const { browser, tabs, first, second } = await openThree()
      if (goes === 'stop') first.stop()
      else first.tab.crash()
      await browser.pass(10)
      expect(standings(tabs.slice(1))).toEqual(['leading', 'following'])
      expect(tabs[2]!.leadership.standing()).toEqual({ kind: 'following', leader: second.leadership.id })
    }
  })

  test('replaces within two seconds a leader that hangs; it follows when it wakes up', async () => {
    const { browser, tabs, first } = await openThree()
    const stopped = vi.fn()
    first.leadership.whileLeading(signal => signal.addEventListener('abort', stopped))
    first.tab.freeze()
    await browser.pass(2100)
    expect(standings(tabs.slice(1)).toSorted()).toEqual(['following', 'leading'])
    expect(stopped).not.toHaveBeenCalled()
    first.tab.thaw()
    await browser.pass(2100)
    expect(stopped).toHaveBeenCalledOnce()
    expect(standings(tabs).toSorted()).toEqual(['following', 'following', 'leading'])
    const leading = tabs.find(({ leadership }) => leadership.standing().kind === 'leading')!
    expect(first.leadership.standing()).toEqual({ kind: 'following', leader: leading.leadership.id })
  })

  test('is found at once when somebody asks, and asking a leader that is there changes nothing', async () => {
    const { browser, tabs, first, second } = await openThree()
    await Promise.all([second.leadership.check(), browser.pass(10)])
    expect(standings(tabs)).toEqual(['leading', 'following', 'following'])
    first.tab.freeze()
    await Promise.all([second.leadership.check(), browser.pass(1100)])
    expect(second.leadership.standing().kind).toBe('leading')
  })

  test('that was held up itself asks once more before it replaces another', async () => {
    const { browser, tabs, second } = await openThree()
    const checked = second.leadership.check()
    await browser.pass(0)
    second.tab.freeze()
    // Its timer and the answer wait, the timer in front.
    await browser.pass(5000)
    second.tab.thaw()
    await Promise.all([checked, browser.pass(2000)])
    expect(standings(tabs)).toEqual(['leading', 'following', 'following'])
  })

  test('says again that it leads when another answers in its place', async () => {
    const { browser, first } = await openThree()
    const stale = browser.open('asleep').channel('lead')
    const heard: unknown[] = []
    stale.listen(data => heard.push(data))
    stale.post(toLeaderMessage({ kind: 'pong', from: tabIdOf(7), n: 1, to: tabIdOf(2) }))
    await browser.pass(10)
    expect(heard).toContainEqual(toLeaderMessage({ kind: 'leads', from: first.leadership.id }))
  })

  test('hands over from tab to tab until the last', async () => {
    const { browser, tabs } = await openThree()
    for (const [i, { tab }] of tabs.entries()) {
      expect(standings(tabs.slice(i))[0]).toBe('leading')
      tab.crash()
      await browser.pass(10)
    }
    const last = openIn(browser, 9)
    await browser.pass(10)
    expect(last.leadership.standing().kind).toBe('leading')
  })

  test('leads alone where a browser has no locks or no channels', () => {
    const { clock } = new FakeBrowser().open('alone')
    const alone = { id: tabIdOf(1), lockName: 'lead', together: null, clock, isWatchful: () => true }
    const leadership = createLeadership(alone)
    const signals: AbortSignal[] = []
    leadership.whileLeading(signal => signals.push(signal))
    const stop = leadership.start()
    expect([leadership.standing().kind, signals.length]).toEqual(['leading', 1])
    stop()
    expect([leadership.standing().kind, signals[0]!.aborted]).toEqual(['undecided', true])
  })

  test('leads alone where locks are refused', async () => {
    const browser = new FakeBrowser()
    const tab = browser.open('refused')
    const locks: TabLocks = { hold: async () => 'refused', holder: async () => null }
    const leadership = createLeadership({
      id: tabIdOf(1),
      lockName: 'lead',
      together: { locks, channel: tab.channel('lead') },
      clock: tab.clock,
      isWatchful: () => true,
    })
    leadership.start()
    await browser.pass(10)
    expect(leadership.standing().kind).toBe('leading')
  })
})

describe('work while leading', () => {
  test('begins when a tab begins to lead, and ends with its signal or on request', async () => {
    const { browser, first, second } = await openThree()
    const signals: AbortSignal[] = []
    const rest = second.leadership.whileLeading(signal => signals.push(signal))
    expect(signals).toEqual([])
    first.stop()
    await browser.pass(10)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    rest()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  test('asked for by a leader begins at once, and begins anew when it leads again', async () => {
    const browser = new FakeBrowser()
    const { leadership, stop } = openIn(browser, 1)
    await browser.pass(10)
    const signals: AbortSignal[] = []
    leadership.whileLeading(signal => signals.push(signal))
    stop()
    leadership.start()
    await browser.pass(10)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  })
})

const ACTIONS = ['open', 'close', 'crash', 'freeze', 'thaw', 'check', 'pass'] as const

test('whatever tabs do, in the end one of those awake leads, and the others follow it', async () => {
  const step = fc.tuple(fc.constantFrom(...ACTIONS), fc.nat({ max: 5 }), fc.nat({ max: 1500 }))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
      const browser = new FakeBrowser()
      let made = 1
      let tabs = [openIn(browser, 1)]
      for (const [action, which, ms] of steps) {
        const chosen = tabs[which % Math.max(1, tabs.length)]
        if (action === 'open') tabs.push(openIn(browser, ++made))
        if (action === 'pass') await browser.pass(ms)
        if (action === 'freeze') chosen?.tab.freeze()
        if (action === 'thaw') chosen?.tab.thaw()
        if (action === 'check') void chosen?.leadership.check()
        if (action === 'close') chosen?.stop()
        if (action === 'crash') chosen?.tab.crash()
        if (action === 'close' || action === 'crash') tabs = tabs.filter(other => other !== chosen)
      }
      for (const { tab } of tabs) tab.thaw()
      await browser.pass(4000)
      const leading = tabs.filter(({ leadership }) => leadership.standing().kind === 'leading')
      expect(leading).toHaveLength(Math.min(1, tabs.length))
      for (const { leadership } of tabs) {
        if (leadership === leading[0]?.leadership) continue
        expect(leadership.standing()).toEqual({ kind: 'following', leader: leading[0]!.leadership.id })
      }
    }),
    { numRuns: 60 },
  )
})
