/** The background lies where it belongs under the road, comes from the file alone, and its settings say so. */
import '#web/style'
import axe from 'axe-core'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { BasemapPart } from '#web/basemap'
import { DeskMap } from '#web/parts/map'
import { openArchive } from '../../../web/basemap/archive.ts'
import { Basemap } from '../../../web/basemap/basemap.svelte.ts'
import { PLACE, removeKept } from '../../../web/basemap/keeping.ts'
import { createBasemapLayer } from '../../../web/basemap/layer.ts'
import { tileAt } from '../../../web/basemap/tile-grid.ts'
import { cornersOf, gateAt, makeLap } from '../parts/map/laps.ts'
import { until } from '../parts/map/until.ts'
import { DARK, isLight, LIGHT, projection, regionFile } from './region.ts'

const SHOTS = '../../../test-output/screenshots'
const lap = makeLap({ key: 'a', isReference: true })

const layerOf = async (zooms: number[]) => {
  const opened = await openArchive(regionFile('spa.pmtiles', { zooms }), String(Math.random()))
  if (!opened.ok) throw new Error(opened.problem)
  return createBasemapLayer(opened.value, projection)
}
const propsOf = async (zooms: number[], theme = 'dark') => ({
  laps: [lap],
  colouring: { kind: 'speed', lapKey: 'a', values: lap.speed } as const,
  units: 'metric' as const,
  theme,
  label: 'Lap 12 from above',
  basemap: await layerOf(zooms),
  credit: 'Map: © Our own surveyors',
})
const canvasOf = (container: Element) =>
  container.querySelector<HTMLCanvasElement>('.leaflet-basemap-pane canvas')!

/** What the canvas shows at pixels of the map, with the ground they stand for. */
const colourAt = (container: Element, x: number, y: number): number[] => {
  const canvas = canvasOf(container)
  const own = canvas.getBoundingClientRect()
  const { left, top } = container.querySelector('.ground')!.getBoundingClientRect()
  const density = canvas.width / own.width
  const at = [(left + x - own.left) * density, (top + y - own.top) * density] as const
  return [...canvas.getContext('2d')!.getImageData(at[0], at[1], 1, 1).data]
}

beforeEach(async () => {
  await removeKept(PLACE)
  await page.viewport(1000, 700)
})

describe('under the road', () => {
  test('every place of the ground has the tile it belongs to, also zoomed in', async () => {
    const { container } = await render(DeskMap, {
      ...(await propsOf([13, 14, 15])),
      markers: [{ lapKey: 'a', x: 0, y: 0 }],
    })
    await until(() => colourAt(container, 500, 150)[3]).toBe(255)
    const check = () => {
      const { left, top } = container.querySelector('.ground')!.getBoundingClientRect()
      const dot = container.querySelector('.car')!.getBoundingClientRect()
      const origin = { x: dot.left + dot.width / 2 - left, y: dot.top + dot.height / 2 - top }
      const bar = container.querySelector('.bar')!
      const metres = Number(/(\d+) m/.exec(bar.getAttribute('aria-label')!)![1])
      const scale = bar.querySelector('.line')!.getBoundingClientRect().width / metres
      // Which zoom was taken is seen by trying: only one explains every pixel.
      const fits = [13, 14, 15].filter(z =>
        Array.from(
          { length: 60 },
          (_, k) => [20 + (k % 10) * 96, 20 + Math.floor(k / 10) * 40] as const,
        ).every(([x, y]) => {
          const { lat, lon } = projection.toLatLon((x - origin.x) / scale, (origin.y - y) / scale)
          const tile = tileAt({ lat, lon }, z)
          const edge = Math.min(...[tile.x % 1, 1 - (tile.x % 1), tile.y % 1, 1 - (tile.y % 1)])
          if (edge < 0.06) return true
          const wanted = isLight(Math.floor(tile.x), Math.floor(tile.y)) ? LIGHT : DARK
          const seen = colourAt(container, x, y)
          return wanted.every((v, c) => Math.abs(v - seen[c]!) < 12)
        }),
      )
      return fits
    }
    await until(check).toHaveLength(1)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await until(check).toEqual([15])
  })

  test('no request leaves the page, and a cursor paints nothing', async () => {
    const asked = vi.spyOn(globalThis, 'fetch')
    performance.clearResourceTimings()
    const { container, rerender } = await render(DeskMap, await propsOf([14]))
    await until(() => colourAt(container, 500, 150)[3]).toBe(255)
    expect(asked).not.toHaveBeenCalled()
    const elsewhere = performance
      .getEntriesByType('resource')
      .filter(({ name }) => !name.startsWith(location.origin) && !name.startsWith('data:'))
    expect(elsewhere).toEqual([])
    asked.mockRestore()
    for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve))
    const painted = vi.spyOn(CanvasRenderingContext2D.prototype, 'drawImage')
    onTestFinished(() => painted.mockRestore())
    await rerender({ markers: [{ lapKey: 'a', x: 10, y: 10 }] })
    for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve))
    expect(painted).not.toHaveBeenCalled()
    await rerender({ basemap: null, credit: null })
    expect(canvasOf(container)).toBeNull()
  })

  test('what was kept is shown by every map that asks, until it is switched off', async () => {
    const basemap = new Basemap()
    await basemap.keep(regionFile())
    const { container, rerender } = await render(DeskMap, {
      ...(await propsOf([14])),
      basemap: basemap.layerFor(projection),
    })
    await until(() => canvasOf(container) && colourAt(container, 500, 150)[3]).toBe(255)
    await basemap.show(false)
    await rerender({ basemap: basemap.layerFor(projection) })
    expect(canvasOf(container)).toBeNull()
  })

  test.each(['dark', 'light'])('looks right in %s', async theme => {
    document.documentElement.dataset.theme = theme
    const { container } = await render(DeskMap, {
      ...(await propsOf([13, 14, 15], theme)),
      corners: cornersOf(lap, 10),
      oncorner: () => {},
      gates: [{ key: 'start', kind: 'start', label: 'S/F', gate: gateAt(lap, 0) }],
    })
    await until(() => colourAt(container, 500, 150)[3]).toBe(255)
    await page.screenshot({ path: `${SHOTS}/map-basemap-${theme}-1000.png` })
  })
})

describe('its settings', () => {
  const choose = (file: File) => userEvent.upload(page.getByTestId('basemap-file'), file)

  test('take a file, show what is kept, switch it off and remove it', async () => {
    document.documentElement.dataset.theme = 'dark'
    const { container } = await render(BasemapPart)
    await choose(regionFile())
    await expect.element(page.getByText('spa.pmtiles')).toBeVisible()
    await expect.element(page.getByText('Map: © Our own surveyors')).toBeVisible()
    await expect.element(page.getByText('zoom 13 to 15')).toBeVisible()
    const { violations } = await axe.run(container, { resultTypes: ['violations'] })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.screenshot({ path: `${SHOTS}/basemap-settings-dark.png` })
    const box = page.getByRole('checkbox', { name: 'Show it under the track' })
    await expect.element(box).toBeChecked()
    await box.click()
    await expect.element(box).not.toBeChecked()
    await page.getByRole('button', { name: 'Remove from this device' }).click()
    await expect.element(page.getByText('The background map was removed.', { exact: false })).toBeVisible()
    expect(page.getByText('spa.pmtiles').elements()).toHaveLength(0)
  })

  test('say in one sentence why a file was refused', async () => {
    await render(BasemapPart)
    await choose(new File(['no map'], 'x.pmtiles'))
    await expect.element(page.getByRole('alert')).toBeVisible()
    await expect
      .element(page.getByText('This file is not a PMTiles map, so nothing was kept.', { exact: false }))
      .toBeVisible()
  })
})
