/** What pointers and the wheel over a stack mean, and the buttons that do the same. */
import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChartStack, ChartToolbar, type Window } from '#web/parts/charts'
import { WHOLE } from './laps.ts'
import { type Asked, recorder, type StackProps, stackProps } from './props.ts'
import { expectAccessible, pointer, SHOTS, stage, wheel } from './stage.svelte.ts'

/** A stack whose screen grants every wish. */
const open = async (changes: Partial<StackProps> = {}) => {
  const asked: Asked[] = []
  const record = recorder(asked)
  const staged = await stage(
    ChartStack,
    stackProps({
      panels: stackProps().panels.slice(0, 2),
      window: { from: 1000, to: 2000 },
      ...record,
      onwindow: (window: Window, how: { readonly done: boolean }) => {
        record.onwindow(window, how)
        staged.change({ window })
      },
      ...changes,
    }),
  )
  const layer = staged.root.querySelector('.layer')!
  const windows = () => asked.flatMap(wish => (wish.kind === 'window' ? [wish] : []))
  const last = () => asked.at(-1)
  return { ...staged, asked, layer, windows, last }
}

const rounded = ({ from, to }: Window) => [Math.round(from), Math.round(to)]

describe('a mouse', () => {
  test('moves the cursor by hovering, and takes it away by leaving', async () => {
    const { layer, asked, last } = await open()
    pointer(layer, 'pointermove', 0.25)
    expect(last()).toEqual({ kind: 'cursor', x: expect.closeTo(1250) })
    pointer(layer, 'pointerleave', 0.25)
    expect(last()).toEqual({ kind: 'cursor', x: null })
    expect(asked).toHaveLength(2)
  })

  test('pins by a click; then hovering moves nothing, and a click on the pin frees it', async () => {
    const { layer, asked, last, change } = await open()
    pointer(layer, 'pointerdown', 0.5)
    pointer(layer, 'pointerup', 0.5)
    expect(last()).toEqual({ kind: 'pin', x: expect.closeTo(1500) })
    change({ cursor: 1500, isPinned: true })
    pointer(layer, 'pointermove', 0.8)
    pointer(layer, 'pointerleave', 0.8)
    expect(asked).toHaveLength(1)
    pointer(layer, 'pointerdown', 0.501)
    pointer(layer, 'pointerup', 0.501)
    expect(last()).toEqual({ kind: 'pin', x: null })
  })

  test('pans by dragging, and says when it is done', async () => {
    const { layer, windows, asked } = await open()
    pointer(layer, 'pointerdown', 0.5)
    pointer(layer, 'pointermove', 0.4)
    pointer(layer, 'pointermove', 0.25)
    pointer(layer, 'pointerup', 0.25)
    expect(windows().map(({ window, done }) => [...rounded(window), done])).toEqual([
      [1100, 2100, false],
      [1250, 2250, false],
      [1250, 2250, true],
    ])
    expect(asked.every(({ kind }) => kind === 'window')).toBe(true)
  })

  const zooming = [{ keys: { shiftKey: true } }, { keys: {}, mode: 'zoom' as const }]
  test.for(zooming)('zooms to the stretch drawn out: %j', async ({ keys, mode = 'pan' as const }) => {
    const { layer, windows, root } = await open({ mode })
    pointer(layer, 'pointerdown', 0.6, keys)
    pointer(layer, 'pointermove', 0.2, keys)
    await expect.poll(() => root.querySelector('.chosen')).not.toBeNull()
    pointer(layer, 'pointerup', 0.2, keys)
    expect(windows().map(({ window, done }) => [...rounded(window), done])).toEqual([[1200, 1600, true]])
    await expect.poll(() => root.querySelector('.chosen')).toBeNull()
  })

  const measuring = [{ keys: { altKey: true } }, { keys: {}, mode: 'range' as const }]
  test.for(measuring)('measures between two cursors: %j', async ({ keys, mode = 'pan' as const }) => {
    const { layer, last } = await open({ mode })
    pointer(layer, 'pointerdown', 0.2, keys)
    pointer(layer, 'pointermove', 0.7, keys)
    expect(last()).toEqual({ kind: 'range', a: expect.closeTo(1200), b: expect.closeTo(1700), done: false })
    pointer(layer, 'pointerup', 0.7, keys)
    expect(last()).toMatchObject({ kind: 'range', done: true })
  })

  test('shows the whole lap by a double click', async () => {
    const { layer, last } = await open()
    layer.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    expect(last()).toEqual({ kind: 'window', window: WHOLE, done: true })
  })
})

describe('a wheel', () => {
  test('zooms about the pointer and is done when it rests', async () => {
    const { layer, windows } = await open()
    expect(wheel(layer, 0.25, { deltaY: -200 })).toBe(false)
    const [first] = windows()
    const { from, to } = first!.window
    expect((1250 - from) / (to - from)).toBeCloseTo(0.25)
    expect(to - from).toBeLessThan(1000)
    await expect.poll(() => windows().at(-1)!.done).toBe(true)
    expect(windows().at(-1)!.window).toEqual(first!.window)
  })

  test('sideways, or with Shift, pans', async () => {
    const { layer, windows } = await open()
    wheel(layer, 0.5, { deltaX: 100 })
    wheel(layer, 0.5, { deltaY: 100, shiftKey: true })
    const [a, b] = windows()
    expect(a!.window.from).toBeGreaterThan(1000)
    expect(b!.window.from - a!.window.from).toBeCloseTo(a!.window.from - 1000)
    await expect.poll(() => windows().at(-1)!.done).toBe(true)
  })

  test('that can change nothing is left to the page', async () => {
    const { layer, asked } = await open({ window: WHOLE })
    expect(wheel(layer, 0.5, { deltaY: 200 })).toBe(true)
    expect(asked).toEqual([])
  })
})

describe('fingers', () => {
  const touch = { pointerType: 'touch' }

  test('one moves the cursor, or the pin; a tap pins', async () => {
    const { layer, asked, last, change } = await open()
    pointer(layer, 'pointerdown', 0.2, touch)
    pointer(layer, 'pointermove', 0.3, touch)
    pointer(layer, 'pointerup', 0.3, touch)
    expect(asked).toEqual([{ kind: 'cursor', x: expect.closeTo(1300) }])
    change({ cursor: 1300, isPinned: true })
    pointer(layer, 'pointerdown', 0.6, touch)
    pointer(layer, 'pointermove', 0.7, touch)
    pointer(layer, 'pointerup', 0.7, touch)
    expect(last()).toEqual({ kind: 'pin', x: expect.closeTo(1700) })
    pointer(layer, 'pointerdown', 0.1, touch)
    pointer(layer, 'pointerup', 0.1, touch)
    expect(last()).toEqual({ kind: 'pin', x: expect.closeTo(1100) })
  })

  test('leave vertical drags to the page: a cancelled touch pins nothing', async () => {
    const { layer, asked } = await open()
    expect(getComputedStyle(layer).touchAction).toBe('pan-y')
    pointer(layer, 'pointerdown', 0.2, touch)
    pointer(layer, 'pointercancel', 0.2, touch)
    expect(asked).toEqual([])
  })

  test('two pinch: what is under each stays there; the one that stays behind does nothing', async () => {
    const { layer, windows, asked } = await open()
    const second = { ...touch, pointerId: 2 }
    pointer(layer, 'pointerdown', 0.4, touch)
    pointer(layer, 'pointerdown', 0.6, second)
    pointer(layer, 'pointermove', 0.3, touch)
    pointer(layer, 'pointermove', 0.7, second)
    expect(rounded(windows().at(-1)!.window)).toEqual([1250, 1750])
    pointer(layer, 'pointerup', 0.7, second)
    const before = asked.length
    expect(windows().at(-1)!.done).toBe(true)
    pointer(layer, 'pointermove', 0.1, touch)
    pointer(layer, 'pointerup', 0.1, touch)
    expect(asked).toHaveLength(before)
  })

  test('drag the handles of both cursors', async () => {
    const { root, last } = await open({ cursor: 1200, second: 1800 })
    const layer = root.querySelector('.layer')!
    const box = layer.getBoundingClientRect()
    const [a, b] = [...root.querySelectorAll('.handle')]
    const drag = (handle: Element, part: number) => {
      const clientX = box.left + part * box.width
      pointer(handle, 'pointerdown', 0, touch)
      pointer(handle, 'pointermove', 0, { ...touch, clientX })
      pointer(handle, 'pointerup', 0, { ...touch, clientX })
    }
    drag(a!, 0.5)
    expect(last()).toEqual({ kind: 'cursor', x: expect.closeTo(1500) })
    drag(b!, 0.9)
    expect(last()).toEqual({ kind: 'range', a: 1200, b: expect.closeTo(1900), done: true })
  })
})

describe('marks', () => {
  test('lead to their stretch by a button', async () => {
    const onmark = vi.fn()
    const mark = { from: 1200, to: 1400, label: 'T4' }
    await open({ marks: [mark], onmark })
    await page.getByRole('button', { name: 'T4' }).click()
    expect(onmark).toHaveBeenCalledWith(mark)
  })
})

describe('the toolbar', () => {
  const openToolbar = async (changes: object = {}, size: object = {}) => {
    const calls: unknown[] = []
    const staged = await stage(
      ChartToolbar,
      {
        window: { from: 1000, to: 2000 },
        extent: WHOLE,
        axis: 'distance' as const,
        units: 'metric' as const,
        cursor: 1250,
        canGoBack: true,
        canGoForward: false,
        onwindow: (window: Window, how: object) => calls.push([...rounded(window), how]),
        onback: () => calls.push('back'),
        onforward: () => calls.push('forward'),
        onmode: (mode: string) => calls.push(mode),
        ...changes,
      },
      size,
    )
    const press = (name: string) => userEvent.click(page.getByRole('button', { name, exact: true }))
    return { ...staged, calls, press }
  }
  const done = { done: true }

  test('does everything gestures do', async () => {
    const { press, calls } = await openToolbar()
    for (const name of ['Zoom in', 'Zoom out', 'Move left', 'Move right', 'Whole lap', 'Previous view'])
      await press(name)
    for (const name of ['Dragging zooms', 'Dragging measures', 'Dragging moves']) await press(name)
    expect(calls).toEqual([
      [1125, 1625, done],
      [750, 2750, done],
      [500, 1500, done],
      [1500, 2500, done],
      [0, 4574, done],
      'back',
      'zoom',
      'range',
      'pan',
    ])
  })

  test('says what cannot be done, and does not do it', async () => {
    const { press, calls, root } = await openToolbar({ window: WHOLE, canGoBack: false })
    const off = [...root.querySelectorAll('[aria-disabled="true"]')].map(button =>
      button.getAttribute('aria-label'),
    )
    expect(off).toEqual(['Zoom out', 'Move left', 'Move right', 'Previous view', 'Next view', 'Whole lap'])
    root.querySelector<HTMLElement>('[aria-label="Next view"]')!.click()
    expect(calls).toEqual([])
    await press('Zoom in')
    expect(calls).toHaveLength(1)
  })

  test('is reached by keys, large enough for a thumb on a phone, and says what is shown', async () => {
    const { root, calls } = await openToolbar({}, { width: 390 })
    await expectAccessible(root)
    for (const button of root.querySelectorAll('button')) {
      const { width, height } = button.getBoundingClientRect()
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
    }
    await userEvent.keyboard('{Tab}{Enter}')
    expect(calls).toHaveLength(1)
    expect(root.querySelector('output')!.textContent).toMatch(/1\s000 – 2\s000\s?m/)
    await page.screenshot({ path: `${SHOTS}/charts-toolbar-390.png` })
  })

  test('fits a wide screen', async () => {
    const { root } = await openToolbar({ mode: 'zoom' }, { width: 1200, theme: 'light' })
    await expectAccessible(root)
    await page.screenshot({ path: `${SHOTS}/charts-toolbar-1200.png` })
  })
})
