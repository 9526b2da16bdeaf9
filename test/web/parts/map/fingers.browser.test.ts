/** Real touches: one finger is the page's, two move and pinch the map, a tap chooses a place. */
import '#web/style'
import { beforeEach, expect, test } from 'vitest'
import { cdp, page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { DeskMap, type PointedAt } from '#web/parts/map'
import { makeLap } from './laps.ts'
import { until } from './until.ts'

type Spot = { readonly x: number; readonly y: number }

const lap = makeLap({ key: 'a', isReference: true })

/** Touches go to the whole page; the test lives in a frame of it. */
const touch = async (
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  spots: readonly Spot[],
): Promise<void> => {
  const frame = window.frameElement?.getBoundingClientRect()
  const scale = frame ? frame.width / window.innerWidth : 1
  const touchPoints = spots.map(({ x, y }, id) => ({
    x: (frame?.left ?? 0) + x * scale,
    y: (frame?.top ?? 0) + y * scale,
    id,
  }))
  await (cdp() as { send(method: string, params: object): Promise<unknown> }).send(
    'Input.dispatchTouchEvent',
    {
      type,
      touchPoints,
    },
  )
}

beforeEach(async () => {
  await page.viewport(390, 700)
})

const setUp = async () => {
  const seen: (PointedAt | null)[] = []
  const { container } = await render(DeskMap, {
    laps: [lap],
    units: 'metric',
    theme: 'dark',
    label: 'Lap 12 from above',
    markers: [{ lapKey: 'a', x: lap.x[300]!, y: lap.y[300]! }],
    onpoint: (at: PointedAt | null) => seen.push(at),
  })
  await until(() => container.querySelector('.car')).not.toBeNull()
  const { left, top, width, height } = container.querySelector('.frame')!.getBoundingClientRect()
  const middle = { x: left + width / 2, y: top + height / 2 }
  const scaleText = () => container.querySelector('.bar')!.getAttribute('aria-label')!
  const dot = () => {
    const box = container.querySelector('.car')!.getBoundingClientRect()
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
  }
  return { seen, middle, scaleText, dot }
}

test('one finger leaves the map as it is', async () => {
  const { middle, dot } = await setUp()
  const before = dot()
  await touch('touchStart', [middle])
  for (let i = 1; i <= 5; i++) await touch('touchMove', [{ x: middle.x + i * 10, y: middle.y }])
  await touch('touchEnd', [])
  expect(dot()).toEqual(before)
})

test('two fingers pinch it larger', async () => {
  const { middle, scaleText } = await setUp()
  const before = scaleText()
  const apart = (px: number): Spot[] => [
    { x: middle.x - px, y: middle.y },
    { x: middle.x + px, y: middle.y },
  ]
  await touch('touchStart', [apart(30)[0]!])
  await touch('touchStart', apart(30))
  for (const px of [45, 60, 80, 100, 120]) await touch('touchMove', apart(px))
  await touch('touchEnd', [])
  await until(scaleText).not.toBe(before)
  await expect.element(page.getByRole('button', { name: 'Whole lap' })).toBeVisible()
})

test('a tap on the road chooses the place', async () => {
  const { seen, dot } = await setUp()
  const at = dot()
  await touch('touchStart', [{ x: at.x - 26, y: at.y }])
  await touch('touchEnd', [])
  await until(() => seen.at(-1)).toMatchObject({ by: 'press', lapKey: 'a' })
})
