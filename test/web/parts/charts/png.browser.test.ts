/** A chart as a picture of its own. */
import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { ChartStack, chartToPng, pngFileName, ScatterChart } from '#web/parts/charts'
import { MARKS } from './laps.ts'
import { stackProps } from './props.ts'
import { canvases, SHOTS, stage } from './stage.svelte.ts'

const LEGEND = [
  { name: 'Lap 12, reference', colour: '--reference', isReference: true },
  { name: 'Lap 14', colour: '--lap-1', isReference: false },
]

const decode = async (blob: Blob) => {
  const picture = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const context = canvas.getContext('2d')!
  context.drawImage(picture, 0, 0)
  const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data]
  const coloursIn = (x: number, y: number, width: number, height: number) => {
    const { data } = context.getImageData(x, y, width, height)
    const seen = new Set<string>()
    for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`)
    return seen
  }
  return { width: picture.width, height: picture.height, at, coloursIn }
}

describe('a picture of a stack', () => {
  for (const [theme, ground] of [
    ['dark', [0x0b, 0x0f, 0x14, 255]],
    ['light', [0xf2, 0xf5, 0xf8, 255]],
  ] as const) {
    test(`has its size twice over, the ground of ${theme}, title, legend, axes and lines`, async () => {
      const { root } = await stage(
        ChartStack,
        stackProps({ theme, marks: MARKS, cursor: 1500, second: 2100, caption: 'Most of it in T4.' }),
        { width: 800, theme },
      )
      const figure = root.querySelector('figure')!
      const blob = await chartToPng(figure, { title: 'Lap 14 against lap 12', legend: LEGEND })
      expect(blob.type).toBe('image/png')
      const picture = await decode(blob)
      const { width, height } = figure.getBoundingClientRect()
      expect(picture.width).toBe((width + 48) * 2)
      expect(picture.height).toBeGreaterThan(height * 2)
      expect(picture.at(2, 2)).toEqual(ground)
      expect(picture.at(picture.width - 3, picture.height - 3)).toEqual(ground)
      expect(picture.coloursIn(48, 48, 400, 48).size, 'title').toBeGreaterThan(5)
      expect(picture.coloursIn(48, 180, 90, 200).size, 'labels of the values').toBeGreaterThan(5)
      const line = theme === 'dark' ? '63 167 255' : '10 99 196'
      expect(picture.coloursIn(200, 160, 1200, 400)).toContain(line)
      // Kept to be looked at: the picture that was made, on the page.
      const image = document.createElement('img')
      image.src = URL.createObjectURL(blob)
      await image.decode()
      await page.viewport(picture.width, picture.height)
      root.append(image)
      await page.elementLocator(image).screenshot({ path: `${SHOTS}/charts-png-${theme}.png` })
      URL.revokeObjectURL(image.src)
    })
  }

  test('leaves the charts on screen as they were', async () => {
    const { root } = await stage(ChartStack, stackProps())
    const sizes = () =>
      canvases(root).map(({ width, height, style }) => [width, height, style.width, style.height])
    const before = sizes()
    await chartToPng(root.querySelector('figure')!, { title: 'A lap' })
    expect(sizes()).toEqual(before)
  })
})

test('a scatter makes a picture too', async () => {
  const { root } = await stage(ScatterChart, {
    clouds: [
      {
        lapKey: 'a',
        lapName: 'Lap 12',
        colour: '--lap-1',
        isReference: false,
        x: Float64Array.of(-1, 0, 1),
        y: Float64Array.of(0.5, -1, 0.5),
        at: Float64Array.of(0, 1, 2),
      },
    ],
    x: { title: 'Lateral g', unit: 'g' },
    y: { title: 'Longitudinal g', unit: 'g' },
    units: 'metric',
    theme: 'dark',
    isGG: true,
    label: 'Grip used',
  })
  const picture = await decode(await chartToPng(root.querySelector('figure')!, { title: 'Grip used' }))
  expect(picture.coloursIn(0, 100, picture.width, picture.height - 100)).toContain('63 167 255')
})

test('file names carry the title and nothing a file system refuses', () => {
  expect(pngFileName('Spa: lap 14 / lap 12?')).toBe('Spa lap 14 lap 12.png')
  expect(pngFileName('  ..  ')).toBe('chart.png')
  expect(pngFileName('x'.repeat(300))).toHaveLength(124)
})
