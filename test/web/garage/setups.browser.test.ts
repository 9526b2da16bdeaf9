/** Setups in a real library: added from files, read, compared, described, deleted and saved again. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SetupId } from '#shared/id'
import { hrefs, router } from '#web/route'
import Cars from '../../../web/screens/garage/cars/Cars.svelte'
import Setups from '../../../web/screens/garage/setups/Setups.svelte'
import { saveSetupFile } from '../../../web/screens/garage/setups/save-file.ts'
import { expectAccessible } from '../desk/tables/stage.svelte.ts'
import { unwrap } from '../store/support.ts'
import { accText, fillGarage } from './filled.ts'
import { showTab, takeBack, WAIT } from './stage-tab.svelte.ts'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)
const lines = () =>
  [...document.querySelectorAll('tbody tr:not(.group)')].map(row =>
    [...row.querySelectorAll('th, td')]
      .map(cell => cell.textContent!.replace(/\s+/g, ' ').trim())
      .join(' | '),
  )

/** As ACC writes on some machines. */
const utf16 = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(2 * text.length)
  for (let i = 0; i < text.length; i += 1) {
    bytes[2 * i] = text.charCodeAt(i) & 0xff
    bytes[2 * i + 1] = text.charCodeAt(i) >> 8
  }
  return bytes
}

describe('adding setups', () => {
  test('recognises the car of a file, offers a new one, and says why a file is refused', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Setups, library, hrefs.garage('setups'))
    await says('3 setups')
    await userEvent.upload(page.getByTestId('setups'), [
      new File([utf16(accText({ pressure: 60 }))], 'monza wet.json'),
      new File(['[CAR]\nMODEL=my_mod\n[FUEL]\nVALUE=30\n'], 'mod.ini'),
      new File([new Uint8Array([64, 0, 0, 0, 1, 2, 3, 4])], 'recording.ld'),
    ])
    await says('It is not text as setups are')
    await says('New car: my_mod')
    await expectAccessible(document.querySelector('dialog')!)
    await button('Add 2 setups').click()
    await says('5 setups')

    const setups = unwrap(await library.listSetups())
    const wet = setups.find(each => each.name === 'monza wet')!
    expect(wet.carId).toBe(cars.ferrari)
    expect(wet.text).toBe(accText({ pressure: 60 }))
    const mod = unwrap(await library.listCars()).find(each => each.name === 'my_mod')!
    expect(setups.find(each => each.name === 'mod')!.carId).toBe(mod.id)

    await takeBack('Added 2 setups.')
    await says('3 setups')
  })

  test('on the page of a car is for that car, whatever the file says, and says so', async () => {
    const { library, cars } = await fillGarage()
    const { says } = await showTab(Cars, library, hrefs.garage('cars', cars.porsche))
    await says('No setup of this car yet.')
    await userEvent.upload(page.getByTestId('setups'), [new File([accText()], 'base.json')])
    await says('The file says it is for the Ferrari 296 GT3.')
    await button('Add 1 setup').click()
    await until(async () => expect(unwrap(await library.listSetups(cars.porsche))).toHaveLength(1))
  })

  test('takes files that are dropped, and leaves none of them to the import', async () => {
    const { library } = await fillGarage()
    const { says } = await showTab(Setups, library, hrefs.garage('setups'))
    await says('3 setups')
    const left = vi.fn()
    addEventListener('drop', left)
    onTestFinished(() => removeEventListener('drop', left))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([accText()], 'dropped.json'))
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }))
    await says('Drop the setups here')
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    await says('dropped.json')
    expect(left).not.toHaveBeenCalled()
    await button('Cancel').click()
  })
})

describe('a setup', () => {
  test('shows its values in groups with what they count in, and the sessions that used it', async () => {
    const { library, setups } = await fillGarage()
    const { root, says } = await showTab(Setups, library, hrefs.garage('setups', setups.race))
    await says('Sessions with this setup')
    await says('2:18.420')
    const pressure = [...root.querySelectorAll('dl > div')].find(line =>
      line.textContent!.includes('Pressure'),
    )!
    expect(pressure.textContent!.replace(/\s+/g, ' ').trim()).toBe('Pressure clicks FL 53 FR 53 RL 50 RR 50')
    await says('follows from other values')
  })

  test('is shown as it is when no game wrote it', async () => {
    const { library, setups } = await fillGarage()
    const { says } = await showTab(Setups, library, hrefs.garage('setups', setups.words))
    await says('Softer rear bar when it is cold.')
    await says('This file is kept as notes')
  })

  test('is compared with another at an address of its own: differences, everything, turned around', async () => {
    const { library, setups } = await fillGarage()
    const { says } = await showTab(Setups, library, hrefs.garage('setups', setups.race))
    await says('Compare with')
    await page.getByRole('combobox', { name: 'Compare with' }).selectOptions(setups.quali)
    await says('2 values differ.')
    expect(location.search).toBe(`?with=${setups.quali}`)
    expect(lines().slice(0, 2)).toEqual([
      'Pressure, Left front | 53 clicks | 54 clicks | +1 click 1 click more',
      'Wing, Rear | 8 clicks | 6 clicks | −2 clicks 2 clicks less',
    ])
    await page.getByRole('radio', { name: 'Everything' }).click({ force: true })
    await until(() => expect(lines().length).toBeGreaterThan(20))

    const turned = hrefs.garage('setups', setups.quali, { with: setups.race })
    await expect.element(page.getByRole('link', { name: 'Turn around' })).toHaveAttribute('href', turned)
    router.go(turned)
    await until(() => expect(lines()[0]).toContain('54 clicks | 53 clicks | −1 click'))
    router.go(hrefs.garage('setups', setups.race, { with: setups.words }))
    await says('one of these is kept as notes')
    router.go(hrefs.garage('setups', setups.race, { with: '0'.repeat(32) as SetupId }))
    await says('The other setup is no longer here.')
  })

  test('is renamed and given to a track in one deed, deleted, and brought back', async () => {
    const { library, setups, tracks } = await fillGarage()
    const { says } = await showTab(Setups, library, hrefs.garage('setups', setups.words))
    await says('Ideas')
    await button('Edit').click()
    await page.getByLabelText('Name', { exact: true }).fill('Cold days')
    await page.getByRole('combobox', { name: 'Track' }).selectOptions(tracks.monza)
    await button('Save').click()
    await says('Cold days')
    const saved = unwrap(await library.listSetups()).find(each => each.id === setups.words)!
    expect(saved).toMatchObject({ name: 'Cold days', trackId: tracks.monza })

    await button('Delete').click()
    await says('2 setups')
    router.go(hrefs.garage('setups', setups.words))
    await says('This setup is no longer here')
    await takeBack('Deleted the setup Cold days.')
    await says('Cold days')
  })

  test('is saved as the file it came in', async () => {
    const urls: Blob[] = []
    const create = vi.spyOn(URL, 'createObjectURL').mockImplementation(blob => {
      urls.push(blob as Blob)
      return 'blob:none'
    })
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      expect(this.download).toBe('spa.json')
    })
    onTestFinished(() => {
      create.mockRestore()
      clicked.mockRestore()
    })
    saveSetupFile({ fileName: 'spa.json', text: accText() })
    expect(clicked).toHaveBeenCalledOnce()
    expect(await urls[0]!.text()).toBe(accText())
  })
})
