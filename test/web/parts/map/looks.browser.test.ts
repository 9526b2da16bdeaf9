/** Pictures of the desk's map to be looked at: every colouring, three themes, two widths. */
import '#web/style'
import { test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { type Colouring, DeskMap } from '#web/parts/map'
import { cornersOf, gateAt, makeLap } from './laps.ts'
import { until } from './until.ts'

const SHOTS = '../../../../test-output/screenshots'

const reference = makeLap({ key: 'r', name: 'Lap 12', colour: '--reference', isReference: true })
const other = makeLap({ key: 'a', name: 'Lap 14', colour: '--lap-1', beside: 4, lapMs: 102_529 })
const third = makeLap({ key: 'b', name: 'Kim, lap 9', colour: '--lap-2', beside: -3, lapMs: 102_214 })
const laps = [reference, other, third]
const length = reference.metres.at(-1)!

const COLOURINGS: Readonly<Record<string, Colouring>> = {
  speed: { kind: 'speed', lapKey: 'a', values: other.speed },
  delta: {
    kind: 'delta',
    lapKey: 'a',
    values: other.metres.map(m => 240 * Math.sin((2 * Math.PI * m) / length) + 90 * Math.sin((9 * m) / 500)),
  },
  owner: {
    kind: 'owner',
    pieces: Array.from({ length: 30 }, (_, i) => ({
      fromM: (i * length) / 30,
      toM: ((i + 1) * length) / 30,
      lapKey: ['r', 'a', 'a', 'b', 'r', 'b', 'b'][i % 7]!,
    })),
  },
  laps: { kind: 'laps' },
}

const props = (theme: string, colouring: Colouring) => ({
  laps,
  colouring,
  theme,
  units: 'metric' as const,
  label: 'Lap 14 from above, coloured by speed',
  corners: cornersOf(reference, 14),
  selectedCorner: 'T4',
  gates: [
    { key: 'start', kind: 'start' as const, label: 'S/F', gate: gateAt(reference, 0) },
    { key: 'sector-0', kind: 'sector' as const, label: 'S1', gate: gateAt(reference, 0.34) },
    { key: 'sector-1', kind: 'sector' as const, label: 'S2', gate: gateAt(reference, 0.7) },
  ],
  markers: [
    { lapKey: 'r', x: reference.x[700]!, y: reference.y[700]! },
    { lapKey: 'a', x: other.x[712]!, y: other.y[712]! },
  ],
  onpoint: () => {},
  oncorner: () => {},
  ongatemove: () => {},
})

for (const theme of ['dark', 'light', 'contrast']) {
  for (const width of [390, 1200]) {
    test.each(Object.keys(COLOURINGS))(`${theme} at ${width}: %s`, async kind => {
      document.documentElement.dataset.theme = theme
      await page.viewport(width, 620)
      const { container } = await render(DeskMap, props(theme, COLOURINGS[kind]!))
      await until(() => container.querySelectorAll('button.label').length).toBeGreaterThan(8)
      await page.screenshot({ path: `${SHOTS}/map-${kind}-${theme}-${width}.png` })
    })
  }
}

test('zoomed with a stretch, picked points and a line in the hand', async () => {
  document.documentElement.dataset.theme = 'dark'
  await page.viewport(1200, 620)
  const { container } = await render(DeskMap, {
    ...props('dark', COLOURINGS.speed!),
    selectedGate: 'sector-0',
    window: { fromM: length * 0.3, toM: length * 0.45 },
    highlight: [{ lapKey: 'a', indices: Array.from({ length: 60 }, (_, i) => 640 + i * 2) }],
  })
  await until(() => container.querySelectorAll('button.label').length).toBeGreaterThan(8)
  await page.screenshot({ path: `${SHOTS}/map-stretch-dark-1200.png` })
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.screenshot({ path: `${SHOTS}/map-zoomed-dark-1200.png` })
})
