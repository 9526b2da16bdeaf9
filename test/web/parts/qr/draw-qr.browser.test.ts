/** A code as the page draws it, in a dark theme too, is read by the scanner of another page. */
import { mount, unmount } from 'svelte'
import { expect, onTestFinished, test } from 'vitest'
import { DrawQr, PICTURE_MS, scanQr } from '#web/parts/qr'
import '#web/style'

/** What the browser paints for it, as a camera that is held straight would see it. */
const pictureOf = async (svg: SVGSVGElement, side: number): Promise<ImageData> => {
  const copy = svg.cloneNode(true) as SVGSVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', `${side}`)
  copy.setAttribute('height', `${side}`)
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`
  await image.decode()
  const canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')!
  context.fillStyle = '#101418'
  context.fillRect(0, 0, side, side)
  context.drawImage(image, 0, 0, side, side)
  return context.getImageData(0, 0, side, side)
}

const draw = (text: string): SVGSVGElement => {
  document.documentElement.dataset.theme = 'dark'
  const target = document.body.appendChild(document.createElement('div'))
  const drawn = mount(DrawQr, { target, props: { text, label: 'Code for the other device' } })
  onTestFinished(async () => {
    await unmount(drawn)
    target.remove()
  })
  return target.querySelector('svg')!
}

test.each([
  ['a word', 'paddock'],
  ['a link', `https://paddock.example/join#${'x7'.repeat(90)}`],
])('%s is read back', async (_, text) => {
  const svg = draw(text)
  expect(svg.getAttribute('role')).toBe('img')
  expect(svg.getAttribute('aria-label')).toBe('Code for the other device')
  expect(scanQr(await pictureOf(svg, 600), PICTURE_MS)).toBe(text)
})

test('it is as wide as its place and stays square', () => {
  const { width, height } = draw('paddock').getBoundingClientRect()
  expect(width).toBeGreaterThan(100)
  expect(Math.abs(width - height)).toBeLessThan(1)
})
