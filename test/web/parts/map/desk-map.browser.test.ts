/** The desk's map in a real browser: what is drawn when, what pointing and dragging tell, and that nothing is fetched. */
import '#web/style'
import axe from 'axe-core'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { DeskMap, type PointedAt } from '#web/parts/map'
import { cornersOf, makeLap } from './laps.ts'
import {
  BASE,
  canvasOf,
  gates,
  isInked,
  length,
  marker,
  other,
  pointer,
  reference,
  screenOf,
} from './support.ts'
import { until } from './until.ts'

/** Every stroke on any canvas counts as painting. */
const countPaints = () => {
  const spy = vi.spyOn(CanvasRenderingContext2D.prototype, 'stroke')
  onTestFinished(() => spy.mockRestore())
  return {
    get count() {
      return spy.mock.calls.length
    },
    reset: () => spy.mockClear(),
  }
}
const frames = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise(resolve => requestAnimationFrame(resolve))
}

beforeEach(async () => {
  document.documentElement.dataset.theme = 'dark'
  await page.viewport(1000, 700)
})

describe('drawing', () => {
  test('fetches nothing and asks no other place for anything', async () => {
    performance.clearResourceTimings()
    const asked = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => asked.mockRestore())
    const { container } = await render(DeskMap, { ...BASE, gates, corners: cornersOf(reference, 8) })
    await until(() => isInked(canvasOf(container, 'traces'))).toBe(true)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await frames(2)
    expect(asked).not.toHaveBeenCalled()
    expect(container.querySelectorAll('img')).toHaveLength(0)
    const elsewhere = performance
      .getEntriesByType('resource')
      .filter(({ name }) => !name.startsWith(location.origin) && !name.startsWith('data:'))
    expect(elsewhere).toEqual([])
  })

  test('road, traces and lines are drawn; picked points and a stretch when there are some', async () => {
    const { container, rerender } = await render(DeskMap, { ...BASE, gates })
    await until(() => isInked(canvasOf(container, 'lines'))).toBe(true)
    expect(isInked(canvasOf(container, 'road'))).toBe(true)
    expect(isInked(canvasOf(container, 'traces'))).toBe(true)
    expect(isInked(canvasOf(container, 'stretch'))).toBe(false)
    expect(isInked(canvasOf(container, 'picked'))).toBe(false)
    await rerender({
      highlight: [{ lapKey: 'a', indices: [10, 11, 500] }],
      window: { fromM: 500, toM: 1500 },
    })
    await until(() => isInked(canvasOf(container, 'picked'))).toBe(true)
    expect(isInked(canvasOf(container, 'stretch'))).toBe(true)
    expect(canvasOf(container, 'traces').parentElement!.style.opacity).toBe('0.3')
    await rerender({ window: { fromM: 0, toM: length } })
    await until(() => isInked(canvasOf(container, 'stretch'))).toBe(false)
    expect(canvasOf(container, 'traces').parentElement!.style.opacity).toBe('')
  })

  test('a cursor that moves paints nothing, and a new window paints the stretch alone', async () => {
    const { container, rerender } = await render(DeskMap, { ...BASE, gates, markers: [marker(other, 5)] })
    await until(() => isInked(canvasOf(container, 'lines'))).toBe(true)
    await frames(3)
    const paints = countPaints()
    for (let i = 0; i < 20; i++) {
      // As a screen does that makes its lists anew each time.
      await rerender({
        laps: BASE.laps.map(lap => ({ ...lap })),
        colouring: { ...BASE.colouring },
        gates: gates.map(gate => ({ ...gate })),
        highlight: [],
        window: { fromM: 0, toM: length },
        markers: [marker(other, 10 + i * 40), marker(reference, 10 + i * 40)],
      })
    }
    await frames(3)
    expect(paints.count).toBe(0)
    expect(container.querySelectorAll('.car')).toHaveLength(2)

    await rerender({ window: { fromM: 500, toM: 1000 } })
    await frames(3)
    const forAStretch = paints.count
    expect(forAStretch).toBeGreaterThan(0)
    // One stroke per colour of the scale at most: the road (2), the lines and the other traces were left alone.
    expect(forAStretch).toBeLessThanOrEqual(14)
  })

  test('the legend has numbers with units, signs and words', async () => {
    const { container, rerender } = await render(DeskMap, BASE)
    const legend = () => container.querySelector('.legend')!.textContent!.replace(/\s+/g, ' ').trim()
    expect(legend()).toMatch(/^Speed 50 km\/h160 km\/h269 km\/h$/)
    await rerender({ units: 'imperial' })
    expect(legend()).toMatch(/mph/)
    await rerender({
      colouring: { kind: 'delta', lapKey: 'a', values: other.metres.map(m => (m - length / 2) / 10) },
    })
    expect(legend()).toMatch(/^Time against the reference ?−0\.\d{3} s, faster ?level ?\+0\.\d{3} s, slower$/)
    await rerender({ colouring: { kind: 'laps' } })
    expect(legend()).toMatch(/Lap 12 ?reference ?Lap 14/)
    await rerender({ colouring: { kind: 'owner', pieces: [{ fromM: 0, toM: length, lapKey: 'a' }] } })
    expect(legend()).toMatch(/Fastest here ?Lap 12 ?0 % of the lap ?Lap 14 ?100 % of the lap/)
  })

  test('odd laps are drawn as far as they go, or a sentence says why there is nothing', async () => {
    const nothing = { ...other, x: other.x.map(() => Number.NaN) }
    const one = makeLap({ samples: 2000 })
    const single = { ...one, x: one.x.slice(0, 1), y: one.y.slice(0, 1), metres: [0], timeMs: [0] }
    const { container, rerender } = await render(DeskMap, { ...BASE, laps: [nothing] })
    expect(container.textContent).toContain('carry no positions')
    await rerender({ laps: [] })
    expect(container.textContent).toContain('carry no positions')
    await rerender({ laps: [single], colouring: { kind: 'laps' }, markers: [{ lapKey: 'a', x: 5, y: 5 }] })
    await until(() => container.querySelector('canvas')).not.toBeNull()
    await rerender({ laps: [reference, other], corners: cornersOf(reference, 3) })
    await until(() => isInked(canvasOf(container, 'traces'))).toBe(true)
  })

  test('has no fault axe can find', async () => {
    const { container } = await render(DeskMap, {
      ...BASE,
      gates,
      corners: cornersOf(reference, 8),
      markers: [marker(other, 5)],
      selectedGate: 'start',
      oncorner: () => {},
      ongatemove: () => {},
      onpoint: () => {},
    })
    await until(() => container.querySelectorAll('button.label').length).toBeGreaterThan(4)
    const { violations } = await axe.run(container, { resultTypes: ['violations'] })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
})

describe('pointing', () => {
  const setUp = async () => {
    const seen: (PointedAt | null)[] = []
    const rendered = await render(DeskMap, {
      ...BASE,
      markers: [marker(other, 700)],
      onpoint: (at: PointedAt | null) => seen.push(at),
    })
    await until(() => rendered.container.querySelector('.car')).not.toBeNull()
    return { ...rendered, seen, frame: rendered.container.querySelector('.frame')! }
  }

  test('at the road tells metres and time of the coloured lap; leaving the map tells that', async () => {
    const { container, seen, frame } = await setUp()
    const at = screenOf(container, 'a')
    pointer('pointermove', frame, { x: at.x + 3, y: at.y + 2 })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ lapKey: 'a', by: 'move' })
    // Three pixels are some 15 m on the map of a circuit.
    expect(Math.abs(seen[0]!.metres - other.metres[700]!)).toBeLessThan(25)
    const i = other.metres.findIndex(m => m >= seen[0]!.metres)
    expect(Math.abs(other.timeMs[i]! - seen[0]!.timeMs)).toBeLessThan(100)
    pointer('pointerleave', frame, { x: 0, y: 0 })
    expect(seen.at(-1)).toBeNull()
  })

  test('beside the road says nothing', async () => {
    const { container, seen, frame } = await setUp()
    const { left, top } = container.querySelector('.ground')!.getBoundingClientRect()
    pointer('pointermove', frame, { x: left + 5, y: top + 5 })
    expect(seen).toEqual([])
  })

  test('a press chooses the place', async () => {
    const { container, seen } = await setUp()
    const ground = container.querySelector('.ground')!
    const at = screenOf(container, 'a')
    const { left, top } = ground.getBoundingClientRect()
    await userEvent.click(ground, { position: { x: at.x - left + 30, y: at.y - top }, force: true })
    expect(seen.at(-1)).toMatchObject({ by: 'press', lapKey: 'a' })
  })

  test('the dot can be pulled along the road, also by a finger', async () => {
    const { container, seen } = await setUp()
    const dot = container.querySelector<HTMLElement>('.car.can-drag')!
    dot.setPointerCapture = () => {}
    const at = screenOf(container, 'a')
    pointer('pointerdown', dot, at, { pointerType: 'touch' })
    pointer('pointermove', dot, { x: at.x - 6, y: at.y + 20 }, { pointerType: 'touch' })
    pointer('pointerup', dot, { x: at.x - 6, y: at.y + 20 }, { pointerType: 'touch' })
    expect(seen.filter(p => p?.by === 'move')).toHaveLength(1)
    expect(seen.at(-1)).toMatchObject({ by: 'press' })
    expect(getComputedStyle(dot).touchAction).toBe('none')
  })
})

describe('moving the view', () => {
  const scaleText = (container: Element) => container.querySelector('.bar')!.getAttribute('aria-label')!

  test('every gesture has a button, and the whole lap comes back', async () => {
    const { container } = await render(DeskMap, { ...BASE, markers: [marker(other, 700)] })
    await until(() => container.querySelector('.car')).not.toBeNull()
    const before = scaleText(container)
    expect(page.getByRole('button', { name: 'Whole lap' }).elements()).toHaveLength(0)
    const dot = screenOf(container, 'a')
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom in' }).click()
    await until(() => scaleText(container)).not.toBe(before)
    // The buttons zoom about the cursor.
    expect(Math.hypot(screenOf(container, 'a').x - dot.x, screenOf(container, 'a').y - dot.y)).toBeLessThan(2)
    await page.getByRole('button', { name: 'Move the view right' }).click()
    expect(screenOf(container, 'a').x).toBeLessThan(dot.x - 100)
    await page.getByRole('button', { name: 'Whole lap' }).click()
    await until(() => scaleText(container)).toBe(before)
  })

  test('a wheel scrolls the page until somebody presses on the map or holds Ctrl', async () => {
    const { container } = await render(DeskMap, BASE)
    await until(() => container.querySelector('canvas')).not.toBeNull()
    const ground = container.querySelector('.ground')!
    const before = scaleText(container)
    const wheel = (more: WheelEventInit = {}) => {
      const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, deltaY: -400, ...more })
      ground.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(wheel()).toBe(false)
    await expect.element(page.getByText('Hold Ctrl to zoom', { exact: false })).toBeInTheDocument()
    expect(scaleText(container)).toBe(before)
    expect(wheel({ ctrlKey: true })).toBe(true)
    await until(() => scaleText(container)).not.toBe(before)
    pointer('pointerdown', ground, { x: 300, y: 100 })
    expect(wheel()).toBe(true)
    pointer('pointerleave', container.querySelector('.frame')!, { x: 0, y: 0 })
    expect(wheel()).toBe(false)
  })

  test('one finger scrolls the page past the map', async () => {
    const { container } = await render(DeskMap, BASE)
    await until(() => container.querySelector('canvas')).not.toBeNull()
    expect(getComputedStyle(container.querySelector('.ground')!).touchAction).toBe('pan-x pan-y')
  })

  test('a cursor that leaves a zoomed map is brought back into sight', async () => {
    const { container, rerender } = await render(DeskMap, { ...BASE, markers: [marker(other, 100)] })
    await until(() => container.querySelector('.car')).not.toBeNull()
    for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click()
    await rerender({ markers: [marker(other, 1200)] })
    await until(() => {
      const { left, right, top, bottom } = container.querySelector('.frame')!.getBoundingClientRect()
      const { x, y } = screenOf(container, 'a')
      return x > left && x < right && y > top && y < bottom
    }).toBe(true)
  })

  test('a narrower window shows the whole lap still', async () => {
    const { container } = await render(DeskMap, { ...BASE, markers: [marker(other, 700)] })
    await until(() => container.querySelector('.car')).not.toBeNull()
    await page.viewport(390, 700)
    await until(() => {
      const { left, right } = container.querySelector('.frame')!.getBoundingClientRect()
      const { x } = screenOf(container, 'a')
      return right - left <= 390 && x > left && x < right
    }).toBe(true)
  })
})

describe('corners', () => {
  test('are buttons that say which is chosen, and tell which is pressed', async () => {
    const pressed: string[] = []
    const { rerender } = await render(DeskMap, {
      ...BASE,
      corners: cornersOf(reference, 6),
      oncorner: (name: string) => pressed.push(name),
    })
    const third = page.getByRole('button', { name: 'Corner T3' })
    await third.click()
    expect(pressed).toEqual(['T3'])
    await expect.element(third).toHaveAttribute('aria-pressed', 'false')
    await rerender({ selectedCorner: 'T3' })
    await expect.element(third).toHaveAttribute('aria-pressed', 'true')
  })
})
