/** A stack of charts in a real browser: what is drawn, when, and of what. */
import { Chart } from 'chart.js'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { ChartStack } from '#web/parts/charts'
import { lineOf, MARKS, sixPanels, WHOLE } from './laps.ts'
import { stackProps } from './props.ts'
import { canvases, chartOf, columnsWith, expectAccessible, frame, SHOTS, stage } from './stage.svelte.ts'

const BLUE = [0x3f, 0xa7, 0xff]
const update = vi.spyOn(Chart.prototype, 'update')
beforeEach(() => {
  update.mockClear()
})

const panelOf = (...lines: ReturnType<typeof lineOf>[]) => [
  { key: 'p', title: 'Speed', unit: 'm/s', isDelta: false, lines },
]

describe('looks', () => {
  for (const theme of ['dark', 'light', 'contrast']) {
    for (const width of [390, 1200]) {
      test(`right in ${theme} at ${width} px`, async () => {
        const { root } = await stage(
          ChartStack,
          stackProps({
            panels: sixPanels(theme === 'light' ? 2 : 3, 20_000),
            theme,
            cursor: 1500,
            ...(theme === 'light' ? { second: 2100, isPinned: true } : {}),
            marks: MARKS,
            caption: 'Lap 14 loses 0.31 s to lap 12, most of it in T4.',
            onmark: () => {},
          }),
          { width, theme },
        )
        expect(canvases(root)).toHaveLength(6)
        expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
        await expectAccessible(root)
        await page.screenshot({ path: `${SHOTS}/charts-${theme}-${width}.png` })
      })
    }
  }

  test('right zoomed into a corner, with gaps, events and few samples', async () => {
    const axis = Array.from({ length: 60 }, (_, i) => i * 8)
    const gappy = axis.map((x, i) => (i > 20 && i < 30 ? Number.NaN : 40 + 20 * Math.sin(x / 40)))
    const { root } = await stage(
      ChartStack,
      stackProps({
        window: { from: 100, to: 300 },
        panels: [
          ...panelOf(
            lineOf(axis, gappy),
            lineOf(
              axis,
              gappy.map(v => v - 4),
              { colour: '--reference', isReference: true, lapKey: 'r' },
            ),
          ),
          {
            key: 'gear',
            title: 'Gear',
            unit: '',
            isDelta: false,
            lines: [
              lineOf(
                axis,
                axis.map((_, i) => 2 + (i % 7 > 3 ? 1 : 0)),
                { kind: 'discrete' },
              ),
            ],
          },
          {
            key: 'flags',
            title: 'Beacon',
            unit: '',
            isDelta: false,
            lines: [
              lineOf([120, 180, 181, 250], [1, 1, 1, 1], { kind: 'event' }),
              lineOf([140, 220], [1, 1], { kind: 'event', colour: '--lap-2', lapKey: 'r' }),
            ],
          },
          { key: 'none', title: 'Oil temperature', unit: '°C', isDelta: false, lines: [] },
          {
            key: 'nan',
            title: 'Fuel',
            unit: 'l',
            isDelta: false,
            lines: [lineOf([0, 400], [Number.NaN, Number.NaN])],
          },
          {
            key: 'delta',
            title: 'Delta',
            unit: 'ms',
            isDelta: true,
            lines: [
              lineOf(
                axis,
                axis.map(x => Math.sin(x / 30) * 150),
              ),
            ],
          },
        ],
      }),
      { width: 700 },
    )
    await expect.element(page.getByText('None of these laps carries this channel.')).toBeVisible()
    await expect.element(page.getByText('No values in this stretch.')).toBeVisible()
    await expectAccessible(root)
    await page.screenshot({ path: `${SHOTS}/charts-odd-700.png` })
  })
})

describe('drawing', () => {
  test('moving the cursor draws no chart', async () => {
    const { root, change } = await stage(ChartStack, stackProps({ cursor: 100 }))
    const before = root.querySelector<HTMLElement>('.cursor')!.getBoundingClientRect().left
    update.mockClear()
    for (let x = 200; x < 4000; x += 200) change({ cursor: x, second: x / 2 })
    await frame()
    await frame()
    expect(update).not.toHaveBeenCalled()
    expect(root.querySelector<HTMLElement>('.cursor')!.getBoundingClientRect().left).toBeGreaterThan(
      before + 500,
    )
  })

  test('many changes in one frame draw every chart once', async () => {
    const { change } = await stage(ChartStack, stackProps())
    update.mockClear()
    change({ theme: 'light' })
    change({ units: 'imperial' })
    change({ window: { from: 0, to: 1000 } })
    await expect.poll(() => update.mock.calls.length).toBe(6)
    await frame()
    expect(update).toHaveBeenCalledTimes(6)
  })

  test('a window in motion moves the last picture and draws it anew at rest', async () => {
    const { root, change } = await stage(ChartStack, stackProps({ window: { from: 1000, to: 2000 } }))
    update.mockClear()
    change({ window: { from: 1010, to: 2010 } })
    await expect.poll(() => update.mock.calls.length).toBe(6)
    for (const from of [1030, 1060, 1090]) change({ window: { from, to: from + 1000 } })
    const [canvas] = canvases(root)
    expect(canvas!.style.transform).toMatch(/^translateX\(-[\d.]+px\) scaleX\(1\)$/)
    expect(update).toHaveBeenCalledTimes(6)
    await expect.poll(() => update.mock.calls.length).toBe(12)
    expect(canvas!.style.transform).toBe('')
    expect(chartOf(canvas!).scales.x!.min).toBe(1090)
  })

  test('chart.js takes the points as they are: parsing is off for the chart, and few points are drawn', async () => {
    const { root } = await stage(ChartStack, stackProps({ panels: sixPanels(1, 500_000).slice(0, 1) }))
    const chart = chartOf(canvases(root)[0]!)
    const meta = chart.getDatasetMeta(0) as unknown as { _parsed: unknown[] }
    expect(chart.options.parsing).toBe(false)
    expect(meta._parsed).toBe(chart.data.datasets[0]!.data)
    expect(meta._parsed.length).toBeLessThan(chart.width * 4 + 4)
  })

  test('chart.js leaves points between two pixels where they are', async () => {
    const { root } = await stage(ChartStack, stackProps())
    for (const canvas of canvases(root)) {
      const line = chartOf(canvas).getDatasetMeta(0).dataset as unknown as { _decimated: boolean }
      expect(line._decimated).toBe(true)
    }
  })

  test.for(['continuous', 'discrete'] as const)('a gap of a %s channel stays a gap', async kind => {
    const axis = Array.from({ length: 4575 }, (_, i) => i)
    const values = axis.map(x => (x > 1500 && x < 3000 ? Number.NaN : 50))
    const { root } = await stage(ChartStack, stackProps({ panels: panelOf(lineOf(axis, values, { kind })) }))
    const columns = columnsWith(canvases(root)[0]!, BLUE)
    const isDrawn = (metres: number) => columns[Math.round((metres / 4574) * columns.length)]
    expect([700, 1450, 3050, 4000].map(isDrawn)).toEqual([true, true, true, true])
    expect([1550, 2200, 2950].map(isDrawn)).toEqual([false, false, false])
  })

  test('all plots and the cursor share one axis to the pixel', async () => {
    const place = 3000
    const spike = lineOf([0, place - 4, place, place + 4, 4574], [10, 10, 90, 10, 10])
    const panels = ['a', 'b'].map((key, i) => ({
      key,
      title: key,
      // Long labels must not push one plot aside.
      unit: i === 0 ? 'm/s' : 'rpm',
      isDelta: false,
      lines: [i === 0 ? spike : lineOf([0, place - 4, place, place + 4, 4574], [0, 0, 120_000, 0, 0])],
    }))
    const { root } = await stage(ChartStack, stackProps({ panels, cursor: place }))
    const cursor = root.querySelector('.cursor')!.getBoundingClientRect()
    for (const canvas of canvases(root)) {
      const context = canvas.getContext('2d')!
      const top = context.getImageData(0, Math.round(canvas.height * 0.35), canvas.width, 1).data
      const blue = Array.from({ length: canvas.width }, (_, x) => x).filter(
        x => top[x * 4 + 3]! > 60 && top[x * 4 + 2]! > top[x * 4]! + 40,
      )
      const middle = (blue[0]! + blue.at(-1)!) / 2 / (canvas.width / canvas.clientWidth)
      expect(Math.abs(canvas.getBoundingClientRect().left + middle - (cursor.left + 0.5))).toBeLessThan(1.5)
    }
  })

  test('is sized anew when its place is', async () => {
    const { root } = await stage(ChartStack, stackProps(), { width: 1200 })
    await page.viewport(500, 900)
    await expect
      .poll(() => canvases(root).map(canvas => canvas.clientWidth))
      .toEqual(new Array(6).fill(500 - 44))
  })

  test('theme and units change together', async () => {
    const { root, change } = await stage(ChartStack, stackProps())
    document.documentElement.dataset.theme = 'light'
    change({ theme: 'light', units: 'imperial' })
    await expect.poll(() => root.textContent).toContain('mph')
    const chart = chartOf(canvases(root)[0]!)
    expect(chart.data.datasets.map(set => set.borderColor)).toContain('#0a63c4')
    expect(chart.scales.y!.max).toBeLessThan(200)
  })
})

describe('odd input', () => {
  const nan = Number.NaN
  const cases: Record<string, Partial<Parameters<typeof stackProps>[0]>> = {
    'no panels': { panels: [] },
    'no lines': { panels: panelOf() },
    'no samples': { panels: panelOf(lineOf([], [])) },
    'one sample': { panels: panelOf(lineOf([2000], [30])) },
    'nothing known': { panels: panelOf(lineOf([0, 1000, 4000], [nan, nan, nan])) },
    'one value throughout': { panels: panelOf(lineOf([0, 4574], [42, 42])) },
    'infinite values': { panels: panelOf(lineOf([0, 1000, 4574], [1, Number.POSITIVE_INFINITY, 3])) },
    'a window beyond the data': { window: { from: 9000, to: 9500 } },
    'a window without width': { window: { from: 500, to: 500 } },
    'a window that is no number': { window: { from: nan, to: nan } },
    'a lap without length': { extent: { from: 0, to: 0 }, window: { from: 0, to: 0 } },
    'a cursor that is no number': { cursor: nan, second: Number.POSITIVE_INFINITY },
    'one lap twice in a panel': { panels: panelOf(lineOf([0, 4574], [1, 2]), lineOf([0, 4574], [3, 4])) },
  }
  for (const [name, changes] of Object.entries(cases)) {
    test(`${name}: stands`, async () => {
      const { root } = await stage(ChartStack, stackProps(changes))
      await frame()
      expect(root.querySelector('figure')).not.toBeNull()
      await expectAccessible(root)
    })
  }

  test('a place without width draws once it has some', async () => {
    const { root } = await stage(ChartStack, stackProps())
    root.style.width = '0'
    await frame()
    root.style.width = '600px'
    await expect.poll(() => canvases(root)[0]?.clientWidth).toBe(600 - 52)
  })

  test('from distance to time, with other laps, at once', async () => {
    const { root, change } = await stage(ChartStack, stackProps())
    const line = lineOf([0, 50_000, 100_000], [10, 20, 30])
    change({
      axis: 'time',
      panels: panelOf(line),
      extent: { from: 0, to: 100_000 },
      window: { from: 0, to: 100_000 },
    })
    await expect.poll(() => canvases(root).length).toBe(1)
    await expect.poll(() => root.textContent).toContain('min:s')
  })

  test('laps that go and come keep the others', async () => {
    const { root, change } = await stage(ChartStack, stackProps({ panels: sixPanels(3, 500) }))
    change({ panels: sixPanels(1, 500) })
    await expect.poll(() => chartOf(canvases(root)[0]!).data.datasets.length).toBe(1)
    change({ panels: sixPanels(2, 500), window: WHOLE })
    await expect.poll(() => chartOf(canvases(root)[0]!).data.datasets.length).toBe(2)
  })
})
