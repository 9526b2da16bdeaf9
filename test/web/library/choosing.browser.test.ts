/** The facets in a real browser: one open at a time, what is ticked is asked for, what is asked for can be removed. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { words } from '#web/words'
import Facets from '../../../web/screens/library/choosing/Facets.svelte'
import type { Chosen } from '../../../web/screens/library/facets.ts'
import { expectAccessible, expectFits, type Staged, stage } from '../desk/tables/stage.svelte.ts'
import { line, lines } from './rows.ts'

type Props = ComponentProps<typeof Facets>

const rows = [
  ...lines(30),
  line(30, { session: { ...line(30).session, tags: ['Wet', 'league'] } }),
  line(31, { session: { ...line(31).session, tags: ['wet'] } }),
]

let staged: Staged<Props>
let asked: Chosen[] = []
afterEach(async () => {
  asked = []
  await staged?.leave()
})

const show = async (changes: Partial<Props> = {}, look: Parameters<typeof stage>[2] = {}): Promise<void> => {
  const props: Props = {
    rows,
    chosen: {},
    isOpen: true,
    onchosen: (chosen: Chosen) => {
      asked.push(chosen)
      staged.change({ chosen })
    },
    ...changes,
  }
  staged = await stage(Facets, props, look)
}
const button = (name: string): HTMLButtonElement =>
  [...staged.root.querySelectorAll('button')].find(
    each => (each.ariaLabel ?? each.textContent!.trim()) === name,
  )!
const offered = (): string[] =>
  [...staged.root.querySelectorAll('fieldset label')].map(label =>
    label.textContent!.replaceAll(/\s+/g, ' ').trim(),
  )
const press = async (name: string): Promise<void> => {
  button(name).click()
  await Promise.resolve()
}

describe('the facets', () => {
  test('offer their values with how many sessions each has, what is not known last', async () => {
    await show()
    await press('Tag')
    expect(offered()).toEqual(['league 1', 'Wet 2', 'No tag 30'])
    await press('Driver')
    expect(offered()).toEqual(['Élodie 10', 'Kim 10', 'Sam 9', 'No driver 3'])
    expect(button('Tag').ariaExpanded).toBe('false')
  })

  test('ask for what is ticked, count the rest anew, and show it as a chip that takes it away', async () => {
    await show()
    await press('Tag')
    staged.root.querySelectorAll<HTMLInputElement>('fieldset input')[1]!.click()
    expect(asked).toEqual([{ tag: ['wet'] }])
    expect(offered()).toEqual(['league 1', 'Wet 2', 'No tag 30'])
    await press('Source')
    expect(offered()).toEqual(['Sample 2'])
    await press('Remove the filter Tag: Wet')
    expect(asked.at(-1)).toEqual({})
    expect(button('Remove the filter Tag: Wet')).toBeUndefined()
  })

  test('close with Escape, and the focus is where it was opened', async () => {
    await show()
    button('Year').focus()
    await userEvent.keyboard('{Enter}{Tab}')
    await userEvent.keyboard('{Escape}')
    expect(staged.root.querySelector('fieldset')).toBeNull()
  })

  test('show chips also when they are closed, and say that something is not there any more', async () => {
    await show({ isOpen: false, chosen: { car: ['0'.repeat(32)], year: ['2026'] } })
    expect(button('Remove the filter Car: no longer here')).toBeDefined()
    await press('Remove the filter Year: 2026')
    expect(asked).toEqual([{ car: ['0'.repeat(32)] }])
    await press('Clear all filters')
    expect(asked.at(-1)).toEqual({})
  })
})

test('fit and are free of faults axe can find, in every theme and width', async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const width of [390, 1440]) {
      await show({ chosen: { tag: ['wet'] } }, { width, theme })
      await press('Car')
      await expectAccessible(staged.root)
      expectFits()
      await staged.leave()
    }
  }
  await show({ chosen: { tag: ['wet'] } }, { width: 390, language: 'de' })
  expectFits()
  await words.choose('en')
})
