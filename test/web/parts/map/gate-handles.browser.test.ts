/** A line in the hand: pulled along the road, turned by its ends, pushed by keys. */
import '#web/style'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { type Gate, gateCenter, gateHeading, gateWidth } from '#shared/geo'
import { DeskMap } from '#web/parts/map'
import { BASE, gates, other, pointer } from './support.ts'
import { until } from './until.ts'

beforeEach(async () => {
  document.documentElement.dataset.theme = 'dark'
  await page.viewport(1000, 700)
})

describe('a line in the hand', () => {
  const setUp = async (selectedGate = 'sector-0') => {
    const moves: { key: string; gate: Gate; done: boolean }[] = []
    const rendered = await render(DeskMap, {
      ...BASE,
      gates,
      selectedGate,
      ongatemove: (key: string, gate: Gate, done: boolean) => moves.push({ key, gate, done }),
    })
    await until(() => rendered.container.querySelector('button.middle')).not.toBeNull()
    const handle = (name: string) => {
      const button = rendered.container.querySelector<HTMLButtonElement>(`button.${name}`)!
      button.setPointerCapture = () => {}
      const { left, top } = button.getBoundingClientRect()
      return { button, at: { x: left + 22, y: top + 22 } }
    }
    return { ...rendered, moves, handle }
  }
  const { gate } = gates[1]!

  test('has handles only when somebody wants to hear of it', async () => {
    const { container } = await render(DeskMap, { ...BASE, gates, selectedGate: 'sector-0' })
    await until(() => container.querySelector('canvas')).not.toBeNull()
    expect(container.querySelector('button.middle')).toBeNull()
  })

  test('is pulled along the road by its middle, and the last place is told as done', async () => {
    const { moves, handle } = await setUp()
    const { button, at } = handle('middle')
    pointer('pointerdown', button, at)
    pointer('pointermove', button, { x: at.x - 20, y: at.y - 25 })
    pointer('pointermove', button, { x: at.x - 40, y: at.y - 50 })
    pointer('pointerup', button, { x: at.x - 40, y: at.y - 50 })
    expect(moves.map(({ done }) => done)).toEqual([false, false, true])
    expect(moves.every(({ key }) => key === 'sector-0')).toBe(true)
    const center = gateCenter(moves.at(-1)!.gate)
    expect(Math.hypot(center.x - gateCenter(gate).x, center.y - gateCenter(gate).y)).toBeGreaterThan(40)
    const beside = Math.min(
      ...Array.from(other.x, (x, i) => Math.hypot(x - center.x, other.y[i]! - center.y)),
    )
    expect(beside).toBeLessThan(3)
    expect(gateWidth(moves.at(-1)!.gate)).toBeCloseTo(24, 0)
  })

  test('is turned by an end around its middle', async () => {
    const { moves, handle } = await setUp()
    const { button, at } = handle('right')
    pointer('pointerdown', button, at)
    pointer('pointermove', button, { x: at.x, y: at.y + 15 })
    pointer('pointerup', button, { x: at.x, y: at.y + 15 })
    const turned = moves.at(-1)!.gate
    expect(gateCenter(turned).x).toBeCloseTo(gateCenter(gate).x, 6)
    expect(gateWidth(turned)).toBeCloseTo(24, 6)
    expect(Math.abs(gateHeading(turned) - gateHeading(gate))).toBeGreaterThan(0.1)
  })

  test('is pushed by the arrow keys, and the screen’s cursor stays', async () => {
    const { moves, handle } = await setUp()
    const heard = vi.fn()
    addEventListener('keydown', heard)
    onTestFinished(() => removeEventListener('keydown', heard))
    handle('middle').button.focus()
    await userEvent.keyboard('{ArrowRight}')
    const near = gateCenter(moves.at(-1)!.gate)
    expect(Math.hypot(near.x - gateCenter(gate).x, near.y - gateCenter(gate).y)).toBeLessThan(6)
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}')
    const far = gateCenter(moves.at(-1)!.gate)
    expect(Math.hypot(far.x - gateCenter(gate).x, far.y - gateCenter(gate).y)).toBeGreaterThan(7)
    handle('left').button.focus()
    await userEvent.keyboard('{ArrowLeft}')
    expect(((gateHeading(gate) - gateHeading(moves.at(-1)!.gate)) * 180) / Math.PI).toBeCloseTo(1, 6)
    expect(moves.every(({ done }) => done)).toBe(true)
    expect(heard.mock.calls.filter(([event]) => (event as KeyboardEvent).key.startsWith('Arrow'))).toEqual([])
  })
})
