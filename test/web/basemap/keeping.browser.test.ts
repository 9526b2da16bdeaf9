/** The background map is kept whole or not at all, in a place of its own, and every tab follows. */
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Basemap } from '../../../web/basemap/basemap.svelte.ts'
import { removeKept } from '../../../web/basemap/keeping.ts'
import { until } from '../parts/map/until.ts'
import { makeArchive, makePng } from './made-archive.ts'
import { projection, regionFile } from './region.ts'

/** Other test files have their own in the same browser. */
const HERE = 'basemap-keeping'

const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(HERE, { create: true })
const namesKept = async (): Promise<string[]> => {
  const names: string[] = []
  for await (const name of (await folder()).keys()) names.push(name)
  return names.sort()
}

beforeEach(() => removeKept(HERE))

describe('a file that was chosen', () => {
  test('is kept, shown, and there again when the page is opened anew', async () => {
    const basemap = new Basemap(HERE)
    await basemap.load()
    expect(basemap.kept).toBeNull()
    expect(basemap.layerFor(projection)).toBeNull()
    const file = regionFile()
    await basemap.keep(file)
    expect(basemap.problem).toBeNull()
    expect(basemap.copying).toBeNull()
    const again = new Basemap(HERE)
    await again.load()
    for (const { kept } of [basemap, again]) {
      expect(kept).toMatchObject({ name: 'spa.pmtiles', bytes: file.size, isOn: true })
      expect(kept!.archive).toMatchObject({ minZoom: 13, maxZoom: 15, credit: '© Our own surveyors' })
    }
    expect(again.layerFor(projection)).toBe(again.layerFor(projection))
    expect(again.layerFor(null)).toBeNull()
    expect(again.creditFor(projection)).toBe('© Our own surveyors')
  })

  test('takes the place of the one before, of which nothing stays', async () => {
    const basemap = new Basemap(HERE)
    await basemap.keep(regionFile('first.pmtiles'))
    await basemap.keep(regionFile('second.pmtiles'))
    expect(basemap.kept!.name).toBe('second.pmtiles')
    expect(await namesKept()).toHaveLength(2)
  })

  test('is switched off and on, and removed, in every tab', async () => {
    const [here, there] = [new Basemap(HERE), new Basemap(HERE)]
    await Promise.all([here.load(), there.load()])
    await here.keep(regionFile())
    await until(() => there.kept?.name).toBe('spa.pmtiles')
    await here.show(false)
    expect(here.layerFor(projection)).toBeNull()
    await until(() => there.kept?.isOn).toBe(false)
    await there.show(true)
    await until(() => here.kept?.isOn).toBe(true)
    await there.remove()
    await until(() => here.kept).toBeNull()
    expect(await namesKept()).toEqual([])
  })
})

describe('nothing changes', () => {
  test('when the file is refused: the one before is shown still, with the reason for the new one', async () => {
    const basemap = new Basemap(HERE)
    await basemap.keep(regionFile())
    await basemap.keep(new File(['no map'], 'other.pmtiles'))
    expect(basemap.problem).toBe('notPmtiles')
    expect(basemap.kept!.name).toBe('spa.pmtiles')
    const vector = makeArchive({
      tiles: [{ z: 0, x: 0, y: 0, bytes: makePng([0, 0, 0], 8) }],
      broken: [[99, 1]],
    })
    await basemap.keep(new File([vector], 'vector.pmtiles'))
    expect(basemap.problem).toBe('vector')
    expect(await namesKept()).toHaveLength(2)
  })

  test('when copying is cancelled half-way', async () => {
    const basemap = new Basemap(HERE)
    await basemap.keep(regionFile())
    const file = regionFile('large.pmtiles')
    const bytes = await file.bytes()
    let give = (): void => {}
    // A slow disk: the second half comes when the test says so.
    file.stream = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.slice(0, 1000))
          give = () => {
            controller.enqueue(bytes.slice(1000))
            controller.close()
          }
        },
      })
    const kept = basemap.keep(file)
    await until(() => basemap.copying?.doneBytes).toBe(1000)
    basemap.cancel()
    give()
    await kept
    expect(basemap.problem).toBe('stopped')
    expect(basemap.copying).toBeNull()
    expect(basemap.kept!.name).toBe('spa.pmtiles')
    expect(await namesKept()).toHaveLength(2)
  })

  test('when there is no room, or no place at all', async () => {
    const basemap = new Basemap(HERE)
    const estimate = vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1000, usage: 900 })
    await basemap.keep(regionFile())
    expect(basemap.problem).toBe('noSpace')
    estimate.mockRestore()
    const nowhere = vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValue(new DOMException('no'))
    onTestFinished(() => nowhere.mockRestore())
    await basemap.keep(regionFile())
    expect(basemap.problem).toBe('noPlace')
    expect(basemap.kept).toBeNull()
  })

  test('when the file cannot be read to its end', async () => {
    const basemap = new Basemap(HERE)
    const file = regionFile()
    file.stream = () =>
      new ReadableStream({
        pull: controller => controller.error(new DOMException('gone', 'NotReadableError')),
      })
    await basemap.keep(file)
    expect(basemap.problem).toBe('failed')
    expect(await namesKept()).toEqual([])
  })
})

test('a kept file that was damaged is said to be unreadable, and can be removed or chosen again', async () => {
  const first = new Basemap(HERE)
  await first.keep(regionFile())
  const name = (await namesKept()).find(kept => kept.endsWith('.pmtiles'))!
  const out = await (await (await folder()).getFileHandle(name)).createWritable()
  await out.write('damaged')
  await out.close()
  const basemap = new Basemap(HERE)
  await basemap.load()
  expect(basemap.kept).toBeNull()
  expect(basemap.problem).toBe('unreadable')
  await basemap.keep(regionFile('new.pmtiles'))
  expect(basemap.problem).toBeNull()
  expect(basemap.kept!.name).toBe('new.pmtiles')
  await basemap.remove()
  expect(basemap.problem).toBeNull()
})
