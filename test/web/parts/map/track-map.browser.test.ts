/** The map of a single lap, as the session and the import show it. */
import '#web/style'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { type Gate, gateCenter } from '#shared/geo'
import { TrackMap } from '#web/parts/map'
import { gateAt } from './laps.ts'
import { canvasOf, isInked, other, pointer, screenOf } from './support.ts'
import { until } from './until.ts'

const points = Array.from(other.x, (x, i) => ({ x, y: other.y[i]!, value: other.speed[i]! }))
const BASE = {
  points,
  gates: [{ gate: gateAt(other, 0), label: 'S/F' }],
  units: 'metric' as const,
  theme: 'dark',
  label: 'Lap 14 from above, coloured by speed',
}

test('draws the path, tells the index somebody points at, and has no legend of its own', async () => {
  await page.viewport(1000, 700)
  const seen: number[] = []
  const { container } = await render(TrackMap, {
    ...BASE,
    cursor: points[700]!,
    onpoint: (index: number) => seen.push(index),
  })
  await until(() => isInked(canvasOf(container, 'traces'))).toBe(true)
  const at = screenOf(container, 'lap')
  pointer('pointermove', container.querySelector('.frame')!, { x: at.x + 2, y: at.y + 1 })
  expect(Math.abs(seen[0]! - 700)).toBeLessThan(15)
  expect(container.querySelector('.legend')).toBeNull()
})

test('a line that is placed has handles, and tells where it was put', async () => {
  const lines: Gate[] = []
  const line = gateAt(other, 0.4)
  const { container } = await render(TrackMap, {
    ...BASE,
    gates: [],
    cursor: null,
    line,
    onlinemove: (moved: Gate) => lines.push(moved),
  })
  const handle = () => container.querySelector<HTMLButtonElement>('.line-handle')
  await until(handle).not.toBeNull()
  handle()!.focus()
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}')
  const [before, after] = [gateCenter(line), gateCenter(lines.at(-1)!)]
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeGreaterThan(8)
})

test('a path without positions says so', async () => {
  const { container } = await render(TrackMap, { ...BASE, points: [], gates: [], cursor: null })
  expect(container.textContent).toContain('carry no positions')
})
