/** The desk's pane of lines over a library of its own: tried out, saved, given up, and an old version used again. */
import type { ComponentProps } from 'svelte'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { createReference } from '#shared/compare'
import { gateToPlace, movedBy, placeToGate } from '#shared/geo'
import { bestLap, lapTimeMs } from '#shared/lap'
import { gatesToPoints, gateVersionInForce } from '#shared/track'
import { formatGap, formatLapTime } from '#shared/units'
import { deskWords } from '#web/desk'
import { type GateKey, type GateSet, gateOf, mapWords, withGate } from '#web/parts/map'
import { library as open, toasts } from '#web/state'
import type { Library, SessionDetail } from '#web/store'
import { words } from '#web/words'
import LinesPane from '../../../../web/screens/desk/lines/LinesPane.svelte'
import { openTestLibrary, unwrap } from '../../store/support.ts'
import { changeRow, detailOf, lapsOf, sampleIn, withoutVersion } from '../../workers/retime-support.ts'
import {
  expectAccessible,
  expectFits,
  lookAt,
  type Staged,
  stage,
  type Theme,
} from '../tables/stage.svelte.ts'

type Props = ComponentProps<typeof LinesPane>

const t = deskWords.now.lines
/** Workers load module by module here. */
const WAIT = { timeout: 15_000 }

const propsOf = async (library: Library, detail: SessionDetail): Promise<Props> => {
  const lap = bestLap(detail.laps)!
  const layout = detail.layout!
  const trace = unwrap(await library.lapTrace(lap))
  const reference = createReference({ lap, trace, frame: layout.frame })
  return {
    road: reference.road!,
    origin: reference.projection!.origin,
    layout,
    sessions: [detail.session.id],
    set: gatesToPoints(gateVersionInForce(layout), layout.frame, reference.projection),
    selected: 'start',
    cursorM: 400,
    units: 'metric',
    onset: (set: GateSet) => staged.change({ set }),
    onselect: (selected: GateKey) => staged.change({ selected }),
    onsaved: vi.fn(),
    oncancel: vi.fn(),
  }
}

let library: Library
let detail: SessionDetail
let props: Props
let staged: Staged<Props>

beforeEach(async () => {
  library = await openTestLibrary()
  open.now = library
  onTestFinished(() => {
    open.now = null
  })
  detail = await sampleIn(library, 3)
  props = await propsOf(library, detail)
})
afterEach(() => staged?.leave())

const show = async (changes: Partial<Props> = {}) => {
  props = { ...props, ...changes }
  staged = await stage(LinesPane, props)
}
const buttonOf = (name: string) =>
  [...staged.root.querySelectorAll('button')].find(
    button => (button.getAttribute('aria-label') ?? button.textContent!.trim()) === name,
  )!
const rows = () => [...staged.root.querySelectorAll('tbody tr')]
const cell = (row: Element, n: number) => row.querySelectorAll('td')[n]!.textContent!.replace(/\s/g, '')
const isSettled = () => expect(staged.root.querySelector('table')?.getAttribute('aria-busy')).toBe('false')
const settled = () => vi.waitFor(isSettled, WAIT)
const startMoved = (metres: number) => {
  const place = gateToPlace(props.road, gateOf(props.set, 'start')!)
  return withGate(props.set, 'start', placeToGate(props.road, movedBy(props.road, place, metres)))
}

describe('the pane of lines', () => {
  test('shows the laps as they are, and has nothing to save', async () => {
    await show()
    await settled()
    expect(rows().map(row => cell(row, 0))).toEqual(detail.laps.map(lap => formatLapTime(lapTimeMs(lap))))
    expect(rows().every(row => cell(row, 2) === formatGap(0 as never))).toBe(true)
    expect(buttonOf(t.save).disabled).toBe(true)
    expect(staged.root.textContent).toContain(t.unchanged)
    await expectAccessible(staged.root)
  })

  test('shows new times beside the old while a line is moved, and keeps nothing', async () => {
    await show()
    await settled()
    await userEvent.click(buttonOf(mapWords.now.gates.forward('10 m')))
    await vi.waitFor(() => {
      isSettled()
      expect(rows().some(row => cell(row, 2) !== formatGap(0 as never))).toBe(true)
    }, WAIT)
    for (const [i, row] of rows().entries()) {
      expect(cell(row, 0)).toBe(formatLapTime(lapTimeMs(detail.laps[i]!)))
    }
    await vi.waitFor(() => expect(staged.root.textContent).toContain(t.touches(1, 0)), WAIT)
    expect(buttonOf(t.save).disabled).toBe(false)
    await userEvent.click(buttonOf(t.putBack))
    expect(buttonOf(t.save).disabled).toBe(true)
    await userEvent.click(buttonOf(t.cancel))
    expect(props.oncancel).toHaveBeenCalledOnce()
    expect((await detailOf(library, detail.session.id)).laps).toEqual(detail.laps)
  })

  test('saves a new version, and times the session at it as shown', async () => {
    await show({ set: startMoved(120) })
    await settled()
    const best = words.now.session.fastest.replace(/\s/g, '')
    const shown = rows().map(row => cell(row, 1).replace(best, ''))
    await userEvent.click(buttonOf(t.save))
    await vi.waitFor(() => expect(props.onsaved).toHaveBeenCalledOnce(), WAIT)
    const after = await detailOf(library, detail.session.id)
    expect(after.laps.map(lap => formatLapTime(lapTimeMs(lap)))).toEqual(shown)
    const { gateVersions } = after.layout!
    expect(gateVersions.map(({ version, origin }) => [version, origin])).toEqual([
      [1, expect.any(String)],
      [2, t.originMoved],
    ])
    expect(gateVersions[1]!.sectors).toEqual(gateVersions[0]!.sectors)
  })

  test('uses an old version again: the same lines exactly, and the same laps', async () => {
    await show({ set: startMoved(-60) })
    await userEvent.click(buttonOf(t.save))
    await vi.waitFor(() => expect(props.onsaved).toHaveBeenCalledOnce(), WAIT)
    await staged.leave()

    const moved = await detailOf(library, detail.session.id)
    props = await propsOf(library, moved)
    await show()
    await userEvent.click(buttonOf(t.useVersion(1)))
    await settled()
    await userEvent.click(buttonOf(t.save))
    await vi.waitFor(() => expect(props.onsaved).toHaveBeenCalledOnce(), WAIT)
    const back = await detailOf(library, detail.session.id)
    const [first, , third] = back.layout!.gateVersions
    expect(third).toEqual({
      ...first,
      version: 3,
      createdAt: expect.any(Number),
      origin: t.originAgain(1),
    })
    expect(withoutVersion(lapsOf(back))).toEqual(withoutVersion(lapsOf(detail)))
  })

  test('adds a sector line at the cursor, and shows the sectors it gives', async () => {
    await show({ cursorM: 250 })
    await settled()
    const before = rows()[1]!.querySelectorAll('td').length
    await userEvent.click(buttonOf(mapWords.now.gates.add))
    await vi.waitFor(() => {
      isSettled()
      expect(rows()[1]!.querySelectorAll('td').length).toBe(before + 1)
    }, WAIT)
  })

  test('does not save a line that is never crossed', async () => {
    const { left, right } = props.set.startFinish
    await show({ set: { ...props.set, startFinish: { left: right, right: left } } })
    await vi.waitFor(() => expect(staged.root.textContent).toContain(t.never), WAIT)
    expect(buttonOf(t.save).disabled).toBe(true)
  })

  test('says that official times stay', async () => {
    for (const lap of detail.laps) await changeRow(library, 'laps', lap.id, { timing: { by: 'marks' } })
    await show({ set: startMoved(40) })
    await vi.waitFor(() => {
      isSettled()
      expect(staged.root.textContent).toContain(t.keepsTimes)
      expect(staged.root.textContent).toContain(t.touches(0, 1))
    }, WAIT)
    expect(rows().every(row => cell(row, 2) === formatGap(0 as never))).toBe(true)
  })

  test('says what is wrong when the recording is lost, and saving leaves its laps as they are', async () => {
    await changeRow(library, 'laps', detail.laps[1]!.id, { trace: null })
    const before = await detailOf(library, detail.session.id)
    const reason = /keep the times they had\.$/
    await show({ set: startMoved(40) })
    const alert = () => staged.root.querySelector('[role=alert]')
    await vi.waitFor(() => expect(alert()?.textContent).toMatch(reason), WAIT)
    await userEvent.click(buttonOf(t.save))
    await vi.waitFor(() => expect(props.onsaved).toHaveBeenCalledOnce(), WAIT)
    expect(toasts.shown).toMatchObject([{ tone: 'problem', text: expect.stringMatching(reason) }])
    for (const { id } of toasts.shown) toasts.dismiss(id)
    expect((await detailOf(library, detail.session.id)).laps).toEqual(before.laps)
  })
})

test('it looks right at every width, in every theme', async () => {
  const looks = { ...props, set: startMoved(35) }
  const ready = async (root: HTMLElement) => {
    await vi.waitFor(() => expect(root.querySelector('table')?.getAttribute('aria-busy')).toBe('false'), WAIT)
  }
  await lookAt('lines', LinesPane, looks, ready)
  for (const width of [390, 1440]) {
    staged = await stage(LinesPane, looks, { width, theme: 'contrast' satisfies Theme, height: 1400 })
    await ready(staged.root)
    await expectAccessible(staged.root)
    expectFits()
    await staged.leave()
  }
}, 90_000)
