/** The speed chart of one lap, as the session screen uses it. */
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { type LapSeries, SpeedChart } from '#web/parts/charts'
import { canvases, chartOf, expectAccessible, pointer, SHOTS, stage } from './stage.svelte.ts'

/** 100 s over `lengthM`, at a speed that changes. */
const lapOf = (lengthM: number): LapSeries => {
  const timeMs = Float64Array.from({ length: 1001 }, (_, i) => i * 100)
  return {
    timeMs,
    distanceM: timeMs.map(t => (t / 100_000) * lengthM),
    speed: timeMs.map(t => 50 + 25 * Math.sin(t / 6000)),
    lengthM,
  }
}

const open = async (changes: object = {}) => {
  const heard: (number | null)[] = []
  const staged = await stage(SpeedChart, {
    series: lapOf(4000),
    reference: lapOf(4100),
    units: 'metric' as const,
    theme: 'dark',
    label: 'Speed',
    caption: 'Lap 11: highest speed 270 km/h, lowest 90 km/h.',
    cursorMs: 25_000 as number | null,
    onpoint: (ms: number | null) => {
      heard.push(ms)
    },
    ...changes,
  })
  return { ...staged, heard }
}

test('lays the reference over the same length, under the lap', async () => {
  const { root } = await open()
  const chart = chartOf(canvases(root)[0]!)
  expect(chart.data.datasets.map(set => set.borderColor)).toEqual(['#3fa7ff', '#ffffff'])
  for (const { data } of chart.data.datasets) {
    const known = (data as { x: number; y: number }[]).filter(({ y }) => !Number.isNaN(y))
    expect(known.at(-1)!.x).toBeCloseTo(4000)
  }
})

test('points in milliseconds of the lap, and keeps the cursor when the pointer leaves', async () => {
  const { root, heard } = await open()
  const layer = root.querySelector('.layer')!
  pointer(layer, 'pointermove', 0.5)
  expect(heard).toEqual([expect.closeTo(50_000, -1)])
  pointer(layer, 'pointerleave', 0.5)
  expect(heard).toHaveLength(1)
  const cursor = root.querySelector('.cursor')!.getBoundingClientRect().left
  const box = layer.getBoundingClientRect()
  expect((cursor - box.left) / box.width).toBeCloseTo(0.25, 2)
})

test('zooms by itself and comes back', async () => {
  const { root } = await open()
  const layer = root.querySelector('.layer')!
  pointer(layer, 'pointerdown', 0.25, { shiftKey: true })
  pointer(layer, 'pointermove', 0.5, { shiftKey: true })
  pointer(layer, 'pointerup', 0.5, { shiftKey: true })
  const shown = () => {
    const { min, max } = chartOf(canvases(root)[0]!).scales.x!
    return [Math.round(min), Math.round(max)]
  }
  await expect.poll(shown).toEqual([1000, 2000])
  layer.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await expect.poll(shown).toEqual([0, 4000])
})

test('stays inside a panel that has a heading, caption included', async () => {
  const { root } = await open()
  const panel = document.createElement('div')
  panel.className = 'panel'
  panel.style.padding = '16px'
  const heading = document.createElement('h2')
  heading.textContent = 'Speed'
  const grid = document.createElement('div')
  grid.style.display = 'grid'
  panel.append(heading, ...root.childNodes)
  grid.append(panel)
  root.append(grid)
  const caption = root.querySelector('figcaption')!.getBoundingClientRect()
  expect(caption.bottom).toBeLessThanOrEqual(panel.getBoundingClientRect().bottom - 15)
  await expectAccessible(root)
  await page.screenshot({ path: `${SHOTS}/charts-speed-1200.png` })
})
