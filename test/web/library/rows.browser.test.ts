/** The list in a real browser: few rows on the page however long it is, and nothing a person does loses the place. */
import type { ComponentProps } from 'svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SessionListing } from '#web/store'
import { words } from '#web/words'
import { NEWEST_FIRST, type Order } from '../../../web/screens/library/order.ts'
import Rows from '../../../web/screens/library/Rows.svelte'
import { Selection } from '../../../web/screens/library/selection.svelte.ts'
import { expectAccessible, expectFits, type Staged, stage } from '../desk/tables/stage.svelte.ts'
import { line, lines } from './rows.ts'

type Props = ComponentProps<typeof Rows>

let staged: Staged<Props>
let selection = new Selection()
beforeEach(() => {
  selection = new Selection()
})
afterEach(async () => {
  await staged?.leave()
  scrollTo(0, 0)
})

const show = async (rows: readonly SessionListing[], changes: Partial<Props> = {}, size = {}) => {
  staged = await stage(
    Rows,
    {
      rows,
      order: NEWEST_FIRST,
      view: 'one',
      selection,
      onorder: () => {},
      ondelete: () => {},
      ...changes,
    },
    { width: 1200, height: 800, ...size },
  )
}
const body = (): HTMLElement => staged.root.querySelector('tbody')!
const rowsThere = (): HTMLElement[] => [...staged.root.querySelectorAll<HTMLElement>('tbody tr')]
const placeOf = (row: HTMLElement): number => Number(row.getAttribute('aria-rowindex')) - 2
const rowHeight = (): number => rowsThere()[0]!.getBoundingClientRect().height
/** The row under a point of the window. */
const rowAt = (y: number): HTMLElement | null =>
  (document.elementFromPoint(600, y)?.closest('tbody tr') as HTMLElement | null) ?? null
const topOf = (id: string): number =>
  staged.root.querySelector(`[data-id="${id}"]`)!.getBoundingClientRect().top
const scrolledTo = async (y: number): Promise<void> => {
  scrollTo(0, y)
  await vi.waitFor(() => expect(rowAt(400)).not.toBeNull())
}

describe('a library of 2,000 sessions', () => {
  const many = lines(2_000)

  test('has only the rows near the window on the page, and says how many there are', async () => {
    await show(many)
    expect(staged.root.querySelector('table')!.getAttribute('aria-rowcount')).toBe('2001')
    expect(staged.root.querySelector('thead tr')!.getAttribute('aria-rowindex')).toBe('1')
    for (const y of [0, 12_345, 50_000, 1e6, 30_000, 0]) {
      await scrolledTo(y)
      await vi.waitFor(() => {
        expect(rowsThere().length).toBeLessThan(60)
        for (let at = 60; at < innerHeight - 60; at += 40)
          expect([y, at, rowAt(at) === null]).toEqual([y, at, false])
      })
    }
  })

  test('is as high as all its rows, each in its place and each the same height', async () => {
    await show(many)
    expect(body().getBoundingClientRect().height).toBeCloseTo(2_000 * rowHeight(), 0)
    await scrolledTo(40_000)
    const top = body().getBoundingClientRect().top
    for (const row of rowsThere()) {
      const box = row.getBoundingClientRect()
      expect(box.top - top).toBeCloseTo(placeOf(row) * rowHeight(), 0)
      expect(box.height).toBeCloseTo(rowHeight(), 3)
      expect(row.dataset.id).toBe(many[placeOf(row)]!.session.id)
    }
  })

  test('keeps what is read under the eye when an import adds sessions above', async () => {
    await show(many)
    await scrolledTo(30_000)
    const read = rowAt(400)!.dataset.id!
    const before = topOf(read)
    staged.change({ rows: [line(-2), line(-1), ...many] })
    expect(topOf(read)).toBeCloseTo(before, 0)
  })

  test('shows what is new at once while its first rows are in view', async () => {
    await show(many)
    staged.change({ rows: [line(-1), ...many] })
    expect(rowsThere()[0]!.dataset.id).toBe(line(-1).session.id)
    expect(scrollY).toBe(0)
  })

  test('keeps the place when a session is deleted and brought back, and the focus goes on', async () => {
    const deleted: SessionListing[] = []
    await show(many, { ondelete: (row: SessionListing) => deleted.push(row) })
    await scrolledTo(30_000)
    const next = rowAt(440)!
    const gone = rowsThere().find(row => placeOf(row) === placeOf(next) - 1)!
    const nextId = next.dataset.id!
    const goneAt = gone.getBoundingClientRect().top
    gone.querySelector('button')!.focus({ preventScroll: true })
    await userEvent.keyboard('{Enter}')
    expect(deleted.map(row => row.session.id)).toEqual([gone.dataset.id])
    staged.change({ rows: many.filter(row => row !== deleted[0]) })
    expect(topOf(nextId)).toBeCloseTo(goneAt, 0)
    expect(document.activeElement?.closest('tr')?.dataset.id).toBe(nextId)
    staged.change({ rows: many })
    expect(topOf(deleted[0]!.session.id)).toBeCloseTo(goneAt, 0)
  })

  test('never loses the focus to scrolling, and Tab goes on from there', async () => {
    await show(many)
    await scrolledTo(30_000)
    const link = rowAt(400)!.querySelector('a')!
    const place = placeOf(link.closest('tr')!)
    link.focus({ preventScroll: true })
    await scrolledTo(0)
    await vi.waitFor(() => expect(rowAt(100)).not.toBeNull())
    expect(document.activeElement).toBe(link)
    await userEvent.tab()
    await userEvent.tab()
    expect(placeOf(document.activeElement!.closest('tr')!)).toBe(place + 1)
    await vi.waitFor(() => expect(scrollY).toBeGreaterThan(20_000))
  })

  test('begins at the top again in another order', async () => {
    await show(many)
    await scrolledTo(30_000)
    staged.change({ rows: many.toReversed(), view: 'other' })
    expect(staged.root.querySelector('table')!.getBoundingClientRect().top).toBeCloseTo(0, 0)
    expect(rowsThere()[0]!.dataset.id).toBe(many.at(-1)!.session.id)
  })

  test('shows the end when it gets short', async () => {
    await show(many)
    await scrolledTo(60_000)
    staged.change({ rows: many.slice(0, 100), view: 'fewer' })
    await vi.waitFor(() => expect(rowAt(300)).not.toBeNull())
    staged.change({ rows: many.slice(0, 3), view: 'three' })
    expect(rowsThere().map(placeOf)).toEqual([0, 1, 2])
  })
})

describe('the names of the columns', () => {
  const sortOf = (name: string): string | null =>
    [...staged.root.querySelectorAll('th')]
      .find(head => head.textContent?.trim() === name)!
      .getAttribute('aria-sort')

  test('say by which the list is sorted, and sort when pressed', async () => {
    const asked: Order[] = []
    await show(lines(5), { onorder: (order: Order) => asked.push(order) })
    expect(sortOf('Date')).toBe('descending')
    expect(sortOf('Best lap')).toBeNull()
    for (const name of ['Best lap', 'Date']) {
      ;[...staged.root.querySelectorAll('th button')]
        .find((button): button is HTMLElement => button.textContent?.trim() === name)!
        .click()
    }
    expect(asked).toEqual([
      { by: 'best', direction: 'ascending' },
      { by: 'date', direction: 'ascending' },
    ])
    staged.change({ order: asked[0]! })
    flushSync()
    expect(sortOf('Best lap')).toBe('ascending')
    expect(sortOf('Date')).toBeNull()
  })
})

describe('ticking sessions', () => {
  const box = (place: number): HTMLInputElement => rowsThere()[place]!.querySelector('input')!
  const link = (place: number): HTMLElement => rowsThere()[place]!.querySelector('a')!
  const many = lines(20)
  const tickedPlaces = (): number[] =>
    rowsThere().flatMap(row => (row.querySelector('input')!.checked ? [placeOf(row)] : []))

  test('begins with the first box, and with Shift everything in between follows', async () => {
    await show(many)
    box(2).click()
    expect(selection.isOn).toBe(true)
    box(6).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))
    flushSync()
    expect(tickedPlaces()).toEqual([2, 3, 4, 5, 6])
    expect(selection.of(many).map(row => row.session.id)).toEqual(many.slice(2, 7).map(row => row.session.id))
    box(4).click()
    flushSync()
    expect(tickedPlaces()).toEqual([2, 3, 5, 6])
  })

  test('by pressing rows while it lasts; Enter on a row opens it all the same', async () => {
    await show(many)
    const press = (place: number, detail: number): boolean =>
      link(place).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail }))
    const followed: string[] = []
    const stop = (event: Event): void => {
      if (!event.defaultPrevented) followed.push((event.target as HTMLElement).closest('tr')!.dataset.id!)
      event.preventDefault()
    }
    addEventListener('click', stop)
    press(1, 1)
    expect(followed).toHaveLength(1)
    selection.begin()
    flushSync()
    press(1, 1)
    press(3, 1)
    flushSync()
    expect(tickedPlaces()).toEqual([1, 3])
    expect(followed).toHaveLength(1)
    press(5, 0)
    expect(followed).toEqual([many[1]!.session.id, many[5]!.session.id])
    removeEventListener('click', stop)
  })

  test('with a finger that rests on a row; one that moves on scrolls', async () => {
    await show(many, {}, { width: 390 })
    const touch = (name: string, changes: PointerEventInit = {}): void => {
      link(2).dispatchEvent(
        new PointerEvent(name, { bubbles: true, pointerType: 'touch', isPrimary: true, ...changes }),
      )
    }
    touch('pointerdown')
    touch('pointermove', { clientY: 40 })
    touch('pointerdown')
    await vi.waitFor(() => expect(selection.isOn).toBe(true), { timeout: 3000 })
    touch('pointerup')
    const isFollowed = link(2).dispatchEvent(
      new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }),
    )
    flushSync()
    expect(isFollowed).toBe(false)
    expect(tickedPlaces()).toEqual([2])
  })
})

describe('a row', () => {
  const textOf = (place: number): string => rowsThere()[place]!.querySelector('.track')!.textContent!

  test('is called by its own name, with its track beside it, its tags and what the track was like', async () => {
    const { session } = line(1)
    const tags = ['baseline', 'league', 'wet set']
    await show([
      line(1, {
        track: 'Spa',
        session: { ...session, name: 'Test day', tags, conditions: { surface: 'wet' } },
      }),
      line(2, { track: 'Imola' }),
    ])
    expect(rowsThere()[0]!.querySelector('a')!.textContent).toBe('Test day')
    expect(textOf(0)).toContain('Spa')
    expect(textOf(0)).toMatch(/baseline\s*\+2/)
    expect(rowsThere()[0]!.querySelector('svg[role=img] title')!.textContent).toBe('Wet')
    expect(rowsThere()[1]!.querySelector('a')!.textContent).toBe('Imola')
    expect(rowsThere()[1]!.querySelector('svg[role=img]')).toBeNull()
  })
})

test('few sessions are simply there', async () => {
  await show(lines(40))
  expect(rowsThere()).toHaveLength(40)
})

test('long names end in their column and rows stay as high as they were', async () => {
  const long = 'Autódromo Internacional Enzo e Dino Ferrari di Imola, variante alta, second version'
  for (const width of [390, 800, 1440]) {
    await show(
      [line(1, { track: long, layout: long, car: long, drivers: [long, long] }), line(2)],
      {},
      { width },
    )
    const [first, second] = rowsThere()
    expect(first!.getBoundingClientRect().height).toBe(second!.getBoundingClientRect().height)
    for (const cell of first!.querySelectorAll('td')) {
      const { top, bottom } = cell.getBoundingClientRect()
      if (bottom === top) continue
      expect(top).toBeGreaterThanOrEqual(first!.getBoundingClientRect().top - 0.5)
      expect(bottom).toBeLessThanOrEqual(first!.getBoundingClientRect().bottom + 0.5)
    }
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
    await staged.leave()
  }
})

test('on a phone the name, the time and the delete button are whole, and the button fits a thumb', async () => {
  for (const width of [360, 390]) {
    await show(lines(12), {}, { width })
    for (const row of rowsThere()) {
      const box = row.getBoundingClientRect()
      const button = row.querySelector('button')!.getBoundingClientRect()
      expect(Math.min(button.width, button.height)).toBeGreaterThanOrEqual(44)
      for (const part of [
        row.querySelector('a')!,
        row.querySelector('.best')!,
        row.querySelector('button')!,
      ]) {
        const { left, right, top, bottom } = part.getBoundingClientRect()
        expect(left).toBeGreaterThanOrEqual(box.left)
        expect(right).toBeLessThanOrEqual(box.right)
        expect(top).toBeGreaterThanOrEqual(box.top)
        expect(bottom).toBeLessThanOrEqual(box.bottom)
      }
    }
    await staged.leave()
  }
})

test('is free of faults axe can find, and fits, in every theme and width', async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const width of [390, 1440]) {
      await show(lines(14), {}, { width, theme, height: 1000 })
      await document.fonts.ready
      await expectAccessible(staged.root)
      expectFits()
      await page.screenshot({ path: `../../../test-output/screenshots/library-rows-${width}-${theme}.png` })
      await staged.leave()
    }
  }
  await show(lines(12), {}, { width: 390, language: 'de' })
  expectFits()
  words.choose('en')
})
