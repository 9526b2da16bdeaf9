/** A text that one screen shows as a code is read by the other from a picture of that very screen. */
import { mount, unmount } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import '#web/style'
import { CodeCard, CodeField } from '#web/parts/sync'
import { MAX_SIDE, toPixels } from '../../../../web/parts/sync/pixels.ts'

/** As many letters as a pairing code has at most, of the alphabet it uses. */
const PAIRING = `PADDOCK:${'A7KQ2M9ZX4'.repeat(60)}`.slice(0, 600)
/** Longer than any code holds. */
const ENDLESS = 'x'.repeat(5000)

const showCode = (text: string): void => {
  document.body.replaceChildren()
  document.documentElement.dataset.theme = 'dark'
  const card = mount(CodeCard, { target: document.body, props: { label: 'Code', text } })
  onTestFinished(() => unmount(card))
}
const showField = () => {
  const ontext = vi.fn()
  const props = { label: 'Code', button: 'Read', problem: null, ontext }
  document.body.replaceChildren()
  const field = mount(CodeField, { target: document.body, props })
  onTestFinished(() => unmount(field))
  return ontext
}
const choose = (bytes: Blob) =>
  userEvent.upload(
    page.getByLabelText('Read from a picture'),
    new File([bytes], 'code.png', { type: 'image/png' }),
  )

test('what one screen shows, the other reads', async () => {
  await page.viewport(390, 844)
  showCode(PAIRING)
  await expect.element(page.getByRole('img', { name: 'The same as a code to scan' })).toBeVisible()
  const base64 = await page.screenshot({ save: false, element: document.body })
  const picture = await (await fetch(`data:image/png;base64,${base64}`)).blob()
  const ontext = showField()
  await choose(picture)
  await vi.waitFor(() => expect(ontext).toHaveBeenCalledExactlyOnceWith(PAIRING), { timeout: 10_000 })
  await expect.element(page.getByRole('textbox')).toHaveValue(PAIRING)
})

test('a picture without a code says so, and what is no picture too', async () => {
  const ontext = showField()
  const blank = new OffscreenCanvas(400, 300)
  blank.getContext('2d')!.fillRect(50, 50, 100, 100)
  await choose(await blank.convertToBlob())
  await expect.element(page.getByRole('alert')).toBeVisible()
  await choose(new Blob(['no picture']))
  await expect.element(page.getByRole('alert')).toBeVisible()
  expect(ontext).not.toHaveBeenCalled()
})

test('a text too long for any code can still be copied', async () => {
  showCode(ENDLESS)
  await expect.element(page.getByRole('textbox')).toHaveValue(ENDLESS)
  await expect.element(page.getByRole('button', { name: 'Copy' })).toBeVisible()
})

test('without a camera the page says what to do instead', async () => {
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(
    new DOMException('no', 'NotAllowedError'),
  )
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
  showField()
  await page.getByRole('button', { name: 'Scan with the camera' }).click()
  await expect.element(page.getByText(/does not let Paddock use the camera/)).toBeVisible()
})

test('no picture is looked at larger than the limit', () => {
  const large = new OffscreenCanvas(4000, 3000)
  large.getContext('2d')!.fillRect(0, 0, 10, 10)
  const pixels = toPixels(large, large, new OffscreenCanvas(1, 1))!
  expect([pixels.width, pixels.height]).toEqual([MAX_SIDE, (MAX_SIDE * 3) / 4])
  expect(toPixels(large, { width: 0, height: 0 }, new OffscreenCanvas(1, 1))).toBeNull()
})
