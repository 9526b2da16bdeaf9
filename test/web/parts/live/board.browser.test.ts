/** The board as it is driven: what it says at each moment, and what painting it costs. */
import { flushSync } from 'svelte'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { LIVE_FIELDS, type RigTiming } from '#shared/api'
import { asMillis } from '#shared/units'
import { createFakeFeed, type FakeFeed } from './fake-feed.svelte.ts'
import { type StagedBoard, stageBoard } from './staging.svelte.ts'

let staged: StagedBoard
afterEach(() => staged?.leave())

const partOf = (feed: FakeFeed, lap: number, share: number): number => {
  const { startMs, endMs } = feed.laps[lap]!
  return startMs + (endMs - startMs) * share
}
const quiet = (feed: FakeFeed): void => {
  staged.live.isFlashing = false
  feed.frame()
  flushSync()
}
const find = (selector: string): HTMLElement => staged.root.querySelector<HTMLElement>(selector)!
const said = (selector: string): string => find(selector).textContent.replace(/\s+/g, ' ').trim()
/** The last seldom frame is at most so many frames away. */
const settle = (feed: FakeFeed, changed: Parameters<FakeFeed['frame']>[0] = {}): void => {
  for (let i = 0; i < 11; i++) feed.frame(changed)
  flushSync()
}

describe('the lap being driven', () => {
  test('counts up from the first lap on, with no lap to compare with', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 1, 0.5))
    quiet(feed)
    expect(said('.lap .label')).toBe('Lap 1')
    expect(said('.running')).toMatch(/^0:\d\d\.\d{3}$/)
    expect(said('.delta')).toContain('best of this session: no valid lap in this session yet')
    expect(said('.delta .value')).toContain('–')
    expect(find('.delta .value .number').title).toBe('No lap to compare with yet')
  })

  test('is followed for five seconds by the lap just finished, as a dash does', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 1, 0.9))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      feed.driveTo(partOf(feed, 2, 0.02))
      const first = feed.timing!.last!
      expect(said('.lap .label')).toBe('Lap 1, just finished Best of the session')
      expect(said('.lap .time')).toContain(`.${String(first.lapMs! % 1000).padStart(3, '0')}`)
      expect(find('.lap [data-is]').dataset.is).toBe('personal')
      expect(said('[aria-live=polite]')).toMatch(/^Lap 1: \d:\d\d\.\d{3}\. Best of the session\.$/)
      vi.advanceTimersByTime(5_000)
      flushSync()
      expect(said('.lap .label')).toBe('Lap 2')
      expect(find('.running').hidden).toBe(false)
      expect(said('[aria-live=polite]')).toBe('')
    } finally {
      vi.useRealTimers()
    }
  })

  test('that does not count is red and says so, with the reason', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.5))
    const { timing } = feed
    feed.timing = {
      ...timing!,
      current: { ...timing!.current!, validity: { valid: false, reason: 'the game says track limits' } },
    }
    quiet(feed)
    expect(said('.lap .label')).toBe('Lap 2 Invalid: the game says track limits')
    const red = getComputedStyle(document.documentElement).getPropertyValue('--invalid')
    const probe = document.createElement('span')
    probe.style.color = red
    document.body.append(probe)
    expect(getComputedStyle(find('.lap .time')).color).toBe(getComputedStyle(probe).color)
    probe.remove()
    expect(find('.sectors td').dataset.is).toBe('invalid')
  })
})

describe('the delta', () => {
  test('has a sign, a word, a colour, a bar, and always the name of its reference', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.5))
    feed.frame({ deltaBestMs: -234 })
    flushSync()
    expect(said('.delta .value')).toBe('−0.23s faster')
    expect(find('.delta .fill').style.transform).toBe('scaleX(-0.234)')
    expect(find('section.delta').dataset.is).toBe('faster')
    expect(said('.against')).toMatch(/^against best of this session \d:\d\d\.\d{3}$/)
    feed.frame({ deltaBestMs: 1_740 })
    expect(said('.delta .value')).toBe('+1.74s slower')
    expect(find('.delta .fill').style.transform).toBe('scaleX(1)')
  })

  test('goes to the next lap there is on a press, and names it', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 3, 0.5))
    const button = find('button.against')
    const here = {
      kind: 'here' as const,
      lapMs: asMillis(91_482),
      detail: 'Kim, 296 GT3',
      timeAt: () => 40_000,
    }
    staged.live.given = { here }
    flushSync()
    const names: string[] = []
    for (let i = 0; i < 3; i++) {
      button.click()
      flushSync()
      names.push(said('.against .name'))
    }
    // My own best and a chosen lap are not there, so nobody is sent to them.
    expect(names).toEqual(['best here with any car (Kim, 296 GT3)', 'the last lap', 'best of this session'])
  })

  test('against the last lap comes from what the page itself saw', async () => {
    const feed = createFakeFeed({ hz: 20 })
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 3, 0.5))
    staged.live.choose('last')
    flushSync()
    const [second, third] = [feed.laps[2]!, feed.laps[3]!]
    expect(staged.live.against.lapMs).toBe(Math.round(second.endMs) - Math.round(second.startMs))
    feed.frame()
    const value = said('.delta .value .number')
    expect(value).toMatch(/^[+−±]\d\.\d\d$/)
    // Half a lap on, the two laps of one driver are within seconds of each other.
    expect(Math.abs(Number(value.replace('−', '-').replace('±', '')))).toBeLessThan(3)
    expect(third.startMs).toBe(second.endMs)
  })
})

describe('the numbers around', () => {
  test('are dashes with a reason where the game does not say, and never 0', async () => {
    const named = ['deltaBestMs', 'lapMs', 'lapShare', 'activity', 'ownCar', 'x', 'y'] as const
    const silent = LIVE_FIELDS.filter(field => !(named as readonly string[]).includes(field))
    const feed = createFakeFeed({ silent })
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 1, 0.5))
    settle(feed)
    const numbers = [...staged.root.querySelectorAll('.fuel, .tyres, .car, .around')].flatMap(part =>
      [...part.querySelectorAll('dd .number, dd .gear span')].map(node => node.textContent),
    )
    expect(numbers.length).toBeGreaterThan(15)
    expect(new Set(numbers)).toEqual(new Set(['–']))
    expect(find('.fuel .number').title).toBe('Not available: the game does not say.')
    expect(staged.text()).not.toMatch(/NaN|undefined|null/)
  })

  test('say laps of fuel from our own laps, the tank and what a lap takes', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 3, 0.2))
    settle(feed, { fuel: 26.1 })
    expect(said('.fuel')).toBe('Fuel Laps left 10.0 In the tank 26.1 l Per lap 2.61 l')
  })

  test('are in the reader’s units', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed, { units: 'imperial' })
    feed.driveTo(partOf(feed, 2, 0.2))
    settle(feed, { tyreTempFL: 93, tyrePressureFL: 1.86, speed: 44.704, airTemp: 20 })
    expect(said('.tyres')).toContain('Front left 199°F 27.0psi')
    expect(said('.board > .car')).toContain('100mph')
    expect(said('.around')).toContain('Air 68 °F')
  })

  test('show any number of sectors, each with a word beside its colour', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.5))
    const nine = (time: number): number[] => Array.from({ length: 9 }, (_, i) => time + i)
    const timing: RigTiming = feed.timing!
    staged.live.ever = { lapMs: null, sectorsMs: nine(11_000).map(asMillis) }
    feed.timing = {
      ...timing,
      session: { ...timing.session!, sectorCount: 9 },
      current: { ...timing.current!, sectorsMs: [10_900, 11_900, 12_402, ...Array(6).fill(null)] },
      bestSectorsMs: nine(12_000),
    }
    quiet(feed)
    const cells = [...find('.sectors tbody tr').querySelectorAll('td')]
    expect(cells).toHaveLength(9)
    expect(
      cells.slice(0, 4).map(cell => [cell.dataset.is, cell.textContent.replace(/\s+/g, ' ').trim()]),
    ).toEqual([
      ['best', '10.900 best ever −1.100'],
      ['personal', '11.900 session best −0.101'],
      ['slower', '12.402 slower +0.400'],
      ['none', '– Not driven yet.'],
    ])
  })
})

describe('when it is not all well', () => {
  test('the link is gone: grey numbers with their age, and what goes on', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.5))
    settle(feed)
    expect(find('.board').dataset.standing).toBe('driving')
    feed.link = { kind: 'lost', tries: 1, wasOpen: true }
    flushSync()
    expect(find('.board').classList.contains('old')).toBe(true)
    expect(said('.notices')).toContain('What is driven goes on being kept there')
    await expect.poll(() => said('.age'), { timeout: 6_000 }).toMatch(/^These numbers are [12] s old\.$/)
    expect(said('.strip .link')).toBe('Connection lost')
    feed.link = { kind: 'open', bridgeId: '0'.repeat(32), version: '0.1.0' }
    settle(feed)
    expect(find('.board').classList.contains('old')).toBe(false)
  })

  test('watching is said to be watching, and nothing is called kept', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.2))
    settle(feed, { ownCar: 2 })
    expect(said('.notices')).toBe('You are watching another car: nothing is recorded.')
    settle(feed, { activity: 1 })
    expect(said('.notices')).toBe('You are watching a replay: nothing is recorded.')
    expect(staged.text()).not.toContain('Being kept')
    settle(feed, { activity: 3 })
    expect(said('.strip .link')).toBe('Paused in the game Not being kept')
    settle(feed)
    expect(said('.strip .link')).toBe('Assetto Corsa Competizione, 333 Hz Being kept')
  })

  test('a recording that fails says why, as the bridge told it', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.2))
    const message = 'The disk is full, so laps are not kept: free some space.'
    feed.state = { ...feed.state!, recording: { kind: 'failed', message } }
    settle(feed)
    expect(said('.notices')).toBe(message)
    expect(staged.text()).not.toContain('Being kept')
  })

  test('a bridge without a game says what it looks for', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.state = { ...feed.state!, source: { kind: 'searching', lookedFor: 'acpmf_physics in /dev/shm' } }
    flushSync()
    expect(said('.notices')).toBe('Waiting for a game: acpmf_physics in /dev/shm')
  })
})

describe('painting', () => {
  test('is done when the frame was told, and leaves everything else as it is', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 2, 0.3))
    settle(feed)
    const seen: MutationRecord[] = []
    const observer = new MutationObserver(records => seen.push(...records))
    observer.observe(staged.root, { subtree: true, childList: true, attributes: true, characterData: true })
    feed.frame({ lapMs: 12_345 })
    expect(said('.running')).toBe('0:12.345')
    seen.push(...observer.takeRecords())
    observer.disconnect()
    expect(seen.filter(record => record.type === 'childList')).toEqual([])
    // Main and millis of the lap at least; a dozen texts and transforms at most.
    expect(seen.length).toBeGreaterThanOrEqual(1)
    expect(seen.length).toBeLessThanOrEqual(14)
  })

  test('tells whoever measures how old frames were and what they cost', async () => {
    const feed = createFakeFeed()
    staged = await stageBoard(feed)
    feed.driveTo(partOf(feed, 1, 0.3))
    await expect
      .poll(
        () => {
          feed.frame()
          return staged.reports.length
        },
        { timeout: 5_000, interval: 50 },
      )
      .toBeGreaterThanOrEqual(2)
    const { agesMs, workMs } = staged.reports.at(-1)!
    expect(agesMs.length).toBe(workMs.length)
    expect(agesMs.length).toBeGreaterThan(1)
    expect(Math.max(...agesMs)).toBeLessThan(1_000)
  })
})
