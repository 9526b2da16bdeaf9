/** Lines moved, added and removed by buttons alone. */
import '#web/style'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { createPolyline, gateToPlace, lengthOf, placeToGate } from '#shared/geo'
import { GateEditor, type GateKey, type GateSet } from '#web/parts/map'
import { makeLap } from './laps.ts'

const lap = makeLap()
const road = createPolyline(lap.x, lap.y)
const length = lengthOf(road)
const gateAt = (part: number) => placeToGate(road, { s: part * length, turnDeg: 0, widthM: 24 })
const SET: GateSet = { startFinish: gateAt(0), sectors: [gateAt(0.3), gateAt(0.6)], finish: null }

const setUp = async (cursorM: number | null, selected: GateKey = 'sector-0') => {
  const changes: GateSet[] = []
  const chosen: GateKey[] = []
  const props = { road, set: SET, selected, cursorM, units: 'metric' as const }
  const { rerender } = await render(GateEditor, {
    ...props,
    onchange: (set: GateSet) => {
      changes.push(set)
      void rerender({ set })
    },
    onselect: (key: GateKey) => {
      chosen.push(key)
      void rerender({ selected: key })
    },
  })
  return { changes, chosen, press: (name: string) => page.getByRole('button', { name, exact: true }).click() }
}

test('each button moves the chosen line as it says', async () => {
  const { changes, press } = await setUp(null)
  await press('Forward 10 m')
  await press('Forward 1 m')
  await press('Turn right 5°')
  await press('Wider')
  const place = gateToPlace(road, changes.at(-1)!.sectors[0]!)
  expect(place.s).toBeCloseTo(0.3 * length + 11, 0)
  expect(place.turnDeg).toBe(5)
  expect(place.widthM).toBe(29)
  expect(changes.at(-1)!.startFinish).toBe(SET.startFinish)
})

test('a sector line is added at the cursor and chosen, and removed again', async () => {
  const { changes, chosen, press } = await setUp(0.45 * length)
  await press('Add a sector line at the cursor')
  expect(changes.at(-1)!.sectors).toHaveLength(3)
  expect(chosen).toEqual(['sector-1'])
  await press('Remove this line')
  expect(changes.at(-1)!.sectors).toEqual(SET.sectors)
  expect(chosen.at(-1)).toBe('start')
})

test('without a cursor or too near to a line nothing can be added, and it says why', async () => {
  await setUp(null)
  const add = page.getByRole('button', { name: 'Add a sector line at the cursor' })
  await expect.element(add).toBeDisabled()
  await expect.element(page.getByText('Put the cursor where the line shall be first.')).toBeVisible()
})

test('the start line cannot be removed', async () => {
  await setUp(0.3 * length + 5, 'start')
  await expect.element(page.getByText('There is a line within 20 m', { exact: false })).toBeVisible()
  expect(page.getByRole('button', { name: 'Remove this line' }).elements()).toHaveLength(0)
})
