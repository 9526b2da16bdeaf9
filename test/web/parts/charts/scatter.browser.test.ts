/** Scatter and g-g diagram in a real browser. */
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type ScatterBox, ScatterChart, type ScatterCloud, type ScatterSelection } from '#web/parts/charts'
import { canvases, chartOf, expectAccessible, pointer, SHOTS, stage } from './stage.svelte.ts'

const SAMPLES = 6000

/** A lap round the friction circle. */
const cloud = (lapKey: string, lapName: string, colour: string, grip: number): ScatterCloud => {
  const at = Float64Array.from({ length: SAMPLES }, (_, i) => i)
  const angle = (i: number) => i * 0.0131 + Math.sin(i / 90)
  const reach = (i: number) => grip * (0.35 + 0.65 * Math.abs(Math.sin(i * 0.37)))
  return {
    lapKey,
    lapName,
    colour,
    isReference: colour === '--reference',
    x: at.map(i => Math.cos(angle(i)) * reach(i)),
    y: at.map(i => Math.min(0.7, Math.sin(angle(i)) * reach(i))),
    at,
  }
}

const CLOUDS = [cloud('a', 'Lap 12', '--reference', 1.55), cloud('b', 'Lap 14', '--lap-1', 1.45)]
const G = (title: string) => ({ title, unit: 'g' })

const open = async (changes: object = {}, size: object = {}) => {
  const heard: { box: ScatterBox | null; samples: readonly ScatterSelection[] }[] = []
  const staged = await stage(
    ScatterChart,
    {
      clouds: CLOUDS,
      x: G('Lateral g'),
      y: G('Longitudinal g'),
      units: 'metric' as const,
      theme: 'dark',
      isGG: true,
      label: 'Grip used',
      box: null as ScatterBox | null,
      onselect: (box: ScatterBox | null, samples: readonly ScatterSelection[]) => {
        heard.push({ box, samples })
        staged.change({ box })
      },
      ...changes,
    },
    size,
  )
  return { ...staged, heard }
}

describe('a g-g diagram', () => {
  for (const theme of ['dark', 'light']) {
    for (const width of [390, 1200]) {
      test(`looks right in ${theme} at ${width} px`, async () => {
        const { root } = await open(
          {
            theme,
            caption: 'Lap 14 brakes with up to 1.4 g.',
            box: theme === 'light' ? { x: { from: 0.5, to: 1.5 }, y: { from: -1.2, to: -0.2 } } : null,
          },
          { width, theme },
        )
        await expectAccessible(root)
        expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
        await page.screenshot({ path: `${SHOTS}/scatter-${theme}-${width}.png` })
      })
    }
  }

  test('has one g as long sideways as upwards, and few enough points to draw in a frame', async () => {
    const { root } = await open()
    const chart = chartOf(canvases(root)[0]!)
    const { x, y } = chart.scales
    const across = x!.getPixelForValue(1) - x!.getPixelForValue(0)
    const up = y!.getPixelForValue(0) - y!.getPixelForValue(1)
    expect(across).toBeCloseTo(up, 1)
    expect(chart.data.datasets.reduce((sum, set) => sum + set.data.length, 0)).toBeLessThanOrEqual(4000)
  })
})

describe('selecting', () => {
  test('by dragging a box names the samples of every lap inside; a click clears it', async () => {
    const { root, heard } = await open()
    const layer = root.querySelector('.layer')!
    const height = layer.clientHeight
    pointer(layer, 'pointerdown', 0.5, { down: height / 2 })
    pointer(layer, 'pointermove', 0.9, { down: height * 0.9 })
    pointer(layer, 'pointerup', 0.9, { down: height * 0.9 })
    const { box, samples } = heard.at(-1)!
    expect(box!.x.from).toBeCloseTo(0, 1)
    expect(box!.y.to).toBeCloseTo(0, 1)
    expect(samples.map(({ lapKey }) => lapKey)).toEqual(['a', 'b'])
    for (const { lapKey, indices, at } of samples) {
      const of = CLOUDS.find(cloud => cloud.lapKey === lapKey)!
      expect(indices.length).toBeGreaterThan(50)
      expect(indices.every(i => of.x[i]! >= box!.x.from && of.y[i]! <= box!.y.to)).toBe(true)
      expect(at).toEqual(indices.map(i => of.at[i]))
    }
    await expect.element(page.getByText(/^\d+ samples selected$/)).toBeVisible()
    pointer(layer, 'pointerdown', 0.2)
    pointer(layer, 'pointerup', 0.2)
    expect(heard.at(-1)).toEqual({ box: null, samples: [] })
  })

  test('by numbers, in the units shown', async () => {
    const { heard } = await open({
      isGG: false,
      x: { title: 'Speed', unit: 'm/s' },
      clouds: [{ ...CLOUDS[0]!, x: CLOUDS[0]!.at.map(i => i / 100) }],
    })
    await userEvent.fill(page.getByLabelText('Speed from'), '36')
    await userEvent.keyboard('{Enter}')
    expect(heard.at(-1)!.box!.x.from).toBeCloseTo(10)
    expect(heard.at(-1)!.samples[0]!.indices[0]).toBe(1000)
    await userEvent.click(page.getByRole('button', { name: 'Clear the selection' }))
    expect(heard.at(-1)).toEqual({ box: null, samples: [] })
  })
})

describe('odd input', () => {
  const empty = { ...CLOUDS[0]!, x: new Float64Array(0), y: new Float64Array(0), at: new Float64Array(0) }
  const one = { ...empty, x: Float64Array.of(1), y: Float64Array.of(1), at: Float64Array.of(1) }
  const unknown = { ...one, x: Float64Array.of(Number.NaN) }

  for (const [name, clouds] of Object.entries({ none: [], empty: [empty], unknown: [unknown] })) {
    test(`${name}: says so`, async () => {
      await open({ clouds })
      await expect.element(page.getByText('None of these laps carries both channels.')).toBeVisible()
    })
  }

  test('one sample is drawn', async () => {
    const { root } = await open({ clouds: [one], isGG: false })
    expect(chartOf(canvases(root)[0]!).data.datasets[0]!.data).toHaveLength(1)
  })
})
