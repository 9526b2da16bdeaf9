/** The cars of a real library: listed, described, pictured, merged, deleted; each deed undone. */
import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { hrefs, router } from '#web/route'
import Cars from '../../../web/screens/garage/cars/Cars.svelte'
import { toKeptPicture } from '../../../web/screens/garage/cars/kept-picture.ts'
import { expectAccessible } from '../desk/tables/stage.svelte.ts'
import { unwrap } from '../store/support.ts'
import { fillGarage } from './filled.ts'
import { showTab, takeBack, WAIT } from './stage-tab.svelte.ts'

const names = () => [...document.querySelectorAll('tbody th a')].map(link => link.textContent!.trim())
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const field = (name: string) => page.getByLabelText(name, { exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)

describe('the list of cars', () => {
  test('says how much each was driven, and its best on the layout driven most', async () => {
    const { library } = await fillGarage()
    const { root, says } = await showTab(Cars, library, hrefs.garage('cars'))
    await says('3 cars')
    const [porsche, ferrari, own] = [...root.querySelectorAll('tbody tr')].map(row =>
      row.textContent!.replace(/\s+/g, ' '),
    )
    expect(porsche).toContain('1:48.777')
    expect(ferrari).toContain('GT3')
    // Five laps of 7,004 m and two of 5,793 m.
    expect(ferrari).toContain('46.6km')
    expect(ferrari).toContain('2:18.420')
    expect(own).toContain('Not yet')
  })

  test('is sorted by pressing a column and searched by typing', async () => {
    const { library } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars'))
    await says('3 cars')
    await button('Laps').click()
    expect(names()).toEqual(['Ferrari 296 GT3', 'Porsche 992 GT3 R', 'Track day hatch'])
    await button('Laps').click()
    expect(names()[0]).toBe('Track day hatch')
    await page.getByRole('searchbox').fill('gt3 porsche')
    await says('1 of 3')
    expect(names()).toEqual(['Porsche 992 GT3 R'])
    await page.getByRole('searchbox').fill('')
    await button('Last driven').click()
  })

  test('takes a car by hand once; a name that is here leads to its car', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars'))
    await says('3 cars')
    await button('Add a car').click()
    await field('Its name, as you call it').fill('Radical SR3')
    await button('Add').click()
    await says('Nothing is written down about this car yet.')
    expect(unwrap(await library.listCars()).map(car => car.name)).toContain('Radical SR3')

    router.go(hrefs.garage('cars'))
    await says('4 cars')
    await button('Add a car').click()
    await field('Its name, as you call it').fill('Ferrari 296 GT3')
    await button('Add').click()
    await until(() => expect(router.route).toMatchObject({ place: 'garage', id: cars.ferrari }))
    expect(unwrap(await library.listCars())).toHaveLength(4)
  })
})

describe('the page of a car', () => {
  test('marks what the list of known cars says until a person writes their own; a save is one deed', async () => {
    const { library, cars } = await fillGarage()
    const { root, says } = await showTab(Cars, library, hrefs.garage('cars', cars.ferrari))
    await says('from the game')
    const listed = () => root.querySelectorAll('.listed').length
    expect(listed()).toBe(4)
    const before = unwrap(await library.listDeeds()).length

    await button('Edit').click()
    await expectAccessible(root)
    await field('Model').fill('296 Challenge')
    await field('Power, kW').fill('441,5')
    await page.getByRole('combobox', { name: 'Driven wheels' }).selectOptions('Rear')
    await field('Notes').fill('Own car since May.')
    await button('Save').click()
    await says('296 Challenge')
    await says('Own car since May.')
    expect(listed()).toBe(3)
    const car = unwrap(await library.listCars()).find(each => each.id === cars.ferrari)!
    expect(car.facts).toEqual({ model: '296 Challenge', powerW: 441_500, drivetrain: 'rear' })
    expect(unwrap(await library.listDeeds())).toHaveLength(before + 1)

    await takeBack('Saved the data of Ferrari 296 GT3.')
    await until(() => expect(listed()).toBe(4))
  })

  test('says what is wrong at its field and keeps nothing', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars', cars.own))
    await says('Nothing is written down')
    await button('Edit').click()
    await field('Weight, kg').fill('light')
    await button('Save').click()
    await says('Weight is a number above zero, such as 1260.')
    expect(document.activeElement?.getAttribute('name')).toBe('weightKg')
    expect(unwrap(await library.listCars()).find(each => each.id === cars.own)!.facts).toBeUndefined()
    await button('Cancel').click()
  })

  test('keeps what was typed and not saved when the page is left', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars', cars.own))
    await says('Nothing is written down')
    await button('Edit').click()
    await field('Engine').fill('2.0 turbo')
    router.go(hrefs.garage('cars'))
    await says('3 cars')
    router.go(hrefs.garage('cars', cars.own))
    await says('This is what you wrote here before and did not save.')
    await expect.element(field('Engine')).toHaveValue('2.0 turbo')
    await button('Cancel').click()
    await says('Nothing is written down')
  })

  test('becomes a known car that is chosen from the list, or none', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars', cars.own))
    await says('Not one of the known cars')
    await button('This is the known car …').click()
    await page.getByRole('searchbox').fill('audi r8 lms evo ii')
    await button(/^Audi R8 LMS (?:GT3 )?evo II/i).click()
    await says('Known as Audi R8 LMS')
    const knownName = document.querySelector('.more p')!.textContent!.replace('Known as ', '').trim()
    await takeBack(`Track day hatch is now known as ${knownName}.`)
    await says('Not one of the known cars')
  })

  test('shows what merging moves before it does it, and goes to the car that is left', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars', cars.porsche))
    await says('1:48.777')
    await button('Merge into another').click()
    await page.getByRole('radio', { name: /^Ferrari 296 GT3/ }).click()
    await says('Moves to Ferrari 296 GT3: 1 session with 4 laps.')
    await button('Merge').click()
    await until(() => expect(router.route).toMatchObject({ id: cars.ferrari }))
    await says('Also called')
    expect(unwrap(await library.listSessions({ carId: cars.ferrari }))).toHaveLength(4)

    await takeBack('Merged Porsche 992 GT3 R into Ferrari 296 GT3.')
    await until(async () =>
      expect(unwrap(await library.listSessions({ carId: cars.porsche }))).toHaveLength(1),
    )
  })

  test('can be deleted while nothing names it; its address then says so', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars', cars.ferrari))
    await says('It can be deleted once no session or setup names it.')
    await expect.element(button('Delete')).toBeDisabled()

    router.go(hrefs.garage('cars', cars.own))
    await says('Nothing is written down')
    await button('Delete').click()
    await says('2 cars')
    router.go(hrefs.garage('cars', cars.own))
    await says('This car is no longer in the garage')
    await takeBack('Deleted Track day hatch.')
    await says('Nothing is written down')
  })
})

const pictureOf = (width: number, height: number, type: string): Promise<File> =>
  new Promise(resolve => {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')!.fillRect(0, 0, width / 2, height)
    canvas.toBlob(
      blob => resolve(new File([blob!], `picture.${type}`, { type: `image/${type}` })),
      `image/${type}`,
    )
  })

/** The first marks of a JPEG with camera data in front of the picture: a text no kept picture may have. */
const withCameraData = async (file: File): Promise<File> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const said = new TextEncoder().encode('Exif\0\0taken at home')
  const segment = new Uint8Array([0xff, 0xe1, 0, said.length + 2, ...said])
  return new File([bytes.slice(0, 2), segment, bytes.slice(2)], 'camera.jpg', { type: 'image/jpeg' })
}

describe('the picture of a car', () => {
  test('is made smaller, keeps no camera data, and can be taken away and brought back', async () => {
    const { library, cars } = await fillGarage()
    const { root, says } = await showTab(Cars, library, hrefs.garage('cars', cars.ferrari))
    await says('Add a picture')
    const file = await withCameraData(await pictureOf(3000, 2000, 'jpeg'))
    await userEvent.upload(page.getByTestId('picture'), file)
    const shown = () => root.querySelector<HTMLImageElement>('.frame img')
    await until(() => expect(shown()?.naturalWidth).toBe(1600))
    const { picture } = unwrap(await library.listCars()).find(each => each.id === cars.ferrari)!
    const bytes = unwrap(await library.blobs.read(picture!.sha256))
    expect(new TextDecoder('latin1').decode(bytes)).not.toContain('taken at home')
    expect(unwrap(await library.blobs.usage()).picture).toBe(picture!.size)

    await button('Remove the picture').click()
    await until(() => expect(shown()).toBeNull())
    await takeBack('Removed the picture of Ferrari 296 GT3.')
    await until(() => expect(shown()?.naturalWidth).toBe(1600))
  })

  test('may be dropped on the page of its car', async () => {
    const { library, cars } = await fillGarage()
    const { root, says } = await showTab(Cars, library, hrefs.garage('cars', cars.own))
    await says('Add a picture')
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(await pictureOf(40, 30, 'png'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    await until(() => expect(root.querySelector<HTMLImageElement>('.frame img')?.naturalWidth).toBe(40))
  })

  test('is refused when it is none, too large or has too many pixels', async () => {
    expect(await toKeptPicture(new Blob(['no picture']))).toEqual({ ok: false, problem: 'unreadable' })
    expect(await toKeptPicture(new Blob([new Uint8Array(20_000_001)]))).toEqual({
      ok: false,
      problem: 'large',
    })
    const huge = '<svg xmlns="http://www.w3.org/2000/svg" width="10000" height="10000"/>'
    expect(await toKeptPicture(new Blob([huge], { type: 'image/svg+xml' }))).toEqual({
      ok: false,
      problem: 'pixels',
    })
  })
})
