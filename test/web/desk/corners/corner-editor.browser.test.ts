/** Editing corners: every edit is seen at once, can be undone, and is kept only when saved. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import CornerEditor from '../../../../web/screens/desk/corners/CornerEditor.svelte'
import { addCorner, type Corners, renameCorner } from '../../../../web/screens/desk/corners/corner-edits.ts'
import { lookAt, type Staged, stage } from '../tables/stage.svelte.ts'
import { ROAD } from './circle.ts'

type Props = ComponentProps<typeof CornerEditor>

const CORNERS: Corners = renameCorner(
  [150, 400, 640].reduce<Corners>((corners, atM) => addCorner(corners, atM, ROAD), []),
  1,
  'Eau Rouge',
)
const PROPS: Props = {
  corners: CORNERS,
  road: ROAD,
  cursorM: 850,
  units: 'metric',
  onpreview: () => {},
  onsave: () => {},
  onreset: () => {},
}

let staged: Staged<Props>
let previews: Corners[] = []
let saved: Corners[] = []
const open = async (change: Partial<Props> = {}) => {
  previews = []
  saved = []
  staged = await stage(CornerEditor, {
    ...PROPS,
    onpreview: (corners: Corners) => previews.push(corners),
    onsave: (corners: Corners) => saved.push(corners),
    ...change,
  })
}
afterEach(() => staged?.leave())
const shown = (): string[] =>
  [...staged.root.querySelectorAll<HTMLInputElement>('li input')].map(input => input.value)
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()

describe('the corner editor', () => {
  test('renames a corner, shows it at once and keeps it when saved', async () => {
    await open()
    expect(shown()).toEqual(['T1', 'Eau Rouge', 'T3'])
    await page.getByRole('textbox', { name: 'Name of T3' }).fill('Pouhon')
    await userEvent.keyboard('{Enter}')
    await userEvent.tab()
    expect(previews.at(-1)!.map(({ corner }) => corner.name)).toEqual(['T1', 'Eau Rouge', 'Pouhon'])
    expect(saved).toEqual([])
    await press('Save corners')
    expect(saved[0]).toBe(previews.at(-1))
    expect(staged.root.textContent).not.toContain('Not saved yet')
  })

  test('moves a point by buttons, a metre or ten at a time', async () => {
    await open()
    await press('Entry, apex and exit of T1')
    await press('Apex 10 m forward')
    await press('Apex 1 m back')
    expect(previews.at(-1)![0]!.apexM).toBe(159)
    await press('Exit 10 m forward')
    expect(previews.at(-1)![0]!.toM).toBe(190)
    expect(staged.root.querySelector('output')!.textContent).toContain('120')
  })

  test('adds at the cursor, and says why it cannot', async () => {
    await open()
    await press('Add a corner at 850 m')
    expect(shown()).toEqual(['T1', 'Eau Rouge', 'T3', 'T4'])
    expect(staged.root.textContent).toContain('There is no room for a corner here')
    staged.change({ cursorM: null })
    expect(staged.root.textContent).toContain('Set the cursor where the corner is.')
  })

  test('splits, merges, renumbers and removes', async () => {
    await open()
    await press('Entry, apex and exit of T1')
    await press('Split T1 in two')
    expect(shown()).toEqual(['T1a', 'T1b', 'Eau Rouge', 'T3'])
    await press('Renumber from here: T1a')
    expect(shown()).toEqual(['T1', 'T2', 'Eau Rouge', 'T4'])
    await press('Merge with next: T1 and T2')
    await press('Remove T1')
    expect(shown()).toEqual(['Eau Rouge', 'T4'])
  })

  test('takes every edit back, the last first', async () => {
    await open()
    await press('Entry, apex and exit of T1')
    await press('Remove T1')
    await press('Add a corner at 850 m')
    await press('Undo')
    await press('Undo')
    expect(shown()).toEqual(['T1', 'Eau Rouge', 'T3'])
    expect(previews.at(-1)).toBe(CORNERS)
    expect(page.getByRole('button', { name: 'Undo' }).element()).toHaveProperty('disabled', true)
  })

  test('lives with a parent that gives every preview back', async () => {
    await open({
      onpreview: (corners: Corners) => {
        previews.push(corners)
        staged.change({ corners })
      },
    })
    await press('Entry, apex and exit of T1')
    await press('Remove T1')
    await press('Undo')
    expect(shown()).toEqual(['T1', 'Eau Rouge', 'T3'])
  })

  test('starts over with new corners, and asks for them to be found again', async () => {
    let asked = 0
    await open({ onreset: () => asked++ })
    await press('Find again')
    expect(asked).toBe(1)
    staged.change({ corners: CORNERS.slice(0, 1) })
    expect(shown()).toEqual(['T1'])
  })

  test('without corners says what to do', async () => {
    await open({ corners: [] })
    expect(staged.root.textContent).toContain('No corners yet.')
  })

  test('speaks feet', async () => {
    await open({ units: 'imperial' })
    await press('Entry, apex and exit of T1')
    await press('Entry 30 ft back')
    expect(previews.at(-1)![0]!.fromM).toBeCloseTo(120 - 30 * 0.3048, 9)
  })

  test('looks right', () =>
    lookAt('corners', CornerEditor, PROPS, root => {
      root.querySelector<HTMLButtonElement>('button[aria-expanded=false]')!.click()
    }))
})
