/** The corner table over laps of the simulator: what it says, that it adds up, how it is used and how it looks. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Part } from '#shared/compare'
import { lapTimeMs } from '#shared/lap'
import { asMillis, formatGap } from '#shared/units'
import PartTable from '../../../../web/screens/desk/tables/PartTable.svelte'
import { driveSession, layDesk } from './driven.ts'
import { expectAccessible, lookAt, type Staged, stage } from './stage.svelte.ts'

type Props = ComponentProps<typeof PartTable>

const SEED = 3
const desk = layDesk([driveSession(SEED, 6)])
const [best, second] = desk.laps
const PROPS: Props = {
  rowsByLap: desk.rowsByLap,
  chosen: second!.id,
  reference: best!.id,
  units: 'metric',
  onselect: () => {},
}

let staged: Staged<Props>
const open = async (change: Partial<Props> = {}, options: Parameters<typeof stage>[2] = {}) => {
  staged = await stage(PartTable, { ...PROPS, ...change }, options)
}
afterEach(() => staged?.leave())

const bodyRows = (): HTMLTableRowElement[] => [
  ...staged.root.querySelectorAll<HTMLTableRowElement>('tbody tr'),
]
const names = (): string[] => bodyRows().map(row => row.querySelector('th')!.textContent!.trim())
const lossesShown = (): number[] =>
  bodyRows().map(row => {
    const text = row.querySelector('.lossy span:last-child')!.textContent!
    return Math.round(Number(text.replace('−', '-').replace('±', '')) * 1000)
  })

describe(`the corner table (seed ${SEED})`, () => {
  test('has every part once, in the order of the road', async () => {
    await open()
    expect(names().length).toBe(desk.parts.length)
    expect(names()[0]).toMatch(/^Line – T1$|^T1$/)
    expect(new Set(names()).size).toBe(desk.parts.length)
  })

  test('adds up to the lap difference exactly and says so', async () => {
    await open()
    const difference = lapTimeMs(second!.lap) - lapTimeMs(best!.lap)
    expect(lossesShown().reduce((a, b) => a + b, 0)).toBe(difference)
    expect(staged.root.textContent).toContain('add up exactly')
    expect(staged.root.textContent).toContain(`${formatGap(asMillis(difference))} s to the reference`)
  })

  test('does not say so when the parts leave something out', async () => {
    await open({ rowsByLap: desk.rowsByLap.map(({ lap, rows }) => ({ lap, rows: rows.slice(1) })) })
    expect(staged.root.textContent).toContain('do not add up')
    expect(staged.root.textContent).not.toContain('add up exactly')
  })

  test('splits the loss of a corner into its three phases', async () => {
    await open()
    const split = bodyRows().filter(row => row.querySelector('.phase')!.textContent !== '')
    expect(split.length).toBe(desk.parts.filter(part => part.kind === 'corner').length)
    for (const row of split) {
      const phases = [...row.querySelectorAll('.phase')].map(cell =>
        Number(cell.textContent!.replace('−', '-').replace('±', '')),
      )
      const loss = Number(
        row.querySelector('.lossy span:last-child')!.textContent!.replace('−', '-').replace('±', ''),
      )
      expect(Math.round(phases.reduce((a, b) => a + b, 0) * 1000)).toBe(Math.round(loss * 1000))
    }
  })

  test('sorts by loss, and back', async () => {
    await open()
    const inOrder = names()
    await page.getByRole('button', { name: /^Loss/ }).click()
    const losses = lossesShown()
    expect(losses).toEqual(losses.toSorted((a, b) => b - a))
    expect(staged.root.querySelector('[aria-sort=descending]')!.textContent).toContain('Loss')
    await page.getByRole('button', { name: /^Part/ }).click()
    expect(names()).toEqual(inOrder)
  })

  test('is used with the pointer and with keys', async () => {
    const chosen: Part[] = []
    const passed: (Part | null)[] = []
    await open({
      onselect: (part: Part) => chosen.push(part),
      onhover: (part: Part | null) => passed.push(part),
    })
    const [first, other] = bodyRows()
    await userEvent.hover(first!.querySelectorAll('td')[3]!)
    expect(passed).toContain(desk.parts[0])
    await userEvent.click(first!.querySelectorAll('td')[3]!)
    other!.querySelector('button')!.focus()
    await userEvent.keyboard('{Enter}')
    expect(chosen).toEqual([desk.parts[0], desk.parts[1]])
    staged.change({ selected: { ...desk.parts[1]! } })
    expect(other!.querySelector('button')!.getAttribute('aria-pressed')).toBe('true')
  })

  test('shows the reference alone without losses', async () => {
    await open({ chosen: best!.id })
    expect(staged.root.textContent).toContain('add up to the lap time exactly')
    expect(staged.root.textContent).not.toContain('Loss')
    expect(staged.root.querySelector('.of-reference')).toBeNull()
  })

  test('says its units in miles and feet as well', async () => {
    await open({ units: 'imperial' })
    const head = staged.root.querySelector('thead')!.textContent!
    expect(head).toContain('mph')
    expect(head).toContain('ft before apex')
    expect(head).not.toContain('km/h')
  })

  test('without parts says what to do', async () => {
    await open({ rowsByLap: [] })
    expect(staged.root.textContent).toContain('No corners are known')
  })

  test('on a phone is a list whose rows open', async () => {
    const chosen: Part[] = []
    await open({ onselect: (part: Part) => chosen.push(part) }, { width: 390 })
    expect(staged.root.querySelector('table')).toBeNull()
    const rows = [...staged.root.querySelectorAll<HTMLButtonElement>('li .row')]
    expect(rows.length).toBe(desk.parts.length)
    const corner = desk.parts.findIndex(part => part.kind === 'corner')
    await userEvent.click(rows[corner]!)
    expect(rows[corner]!.getAttribute('aria-expanded')).toBe('true')
    const details = document.getElementById(rows[corner]!.getAttribute('aria-controls')!)!
    expect(details.textContent).toContain('m before apex')
    expect(details.textContent).toContain('loss on the way in')
    expect(chosen).toEqual([desk.parts[corner]])
    await expectAccessible(staged.root)
    await userEvent.click(rows[corner]!)
    expect(rows[corner]!.getAttribute('aria-expanded')).toBe('false')
  })

  test('looks right', async () => {
    const selected = desk.parts[3]!
    await lookAt('parts', PartTable, { ...PROPS, selected }, root => {
      root.querySelectorAll<HTMLButtonElement>('li .row')[1]?.click()
    })
    // Axe weighs every cell of 35 rows in five looks: 3 s on an idle machine, 14 s on a busy one.
  }, 60_000)
})

/** What the browser was handed to keep. */
const kept = async (): Promise<{ readonly name: string; readonly text: string }> => {
  const blobs: Blob[] = []
  const names: string[] = []
  const { createObjectURL } = URL
  const { click } = HTMLAnchorElement.prototype
  URL.createObjectURL = blob => {
    blobs.push(blob as Blob)
    return 'blob:none'
  }
  HTMLAnchorElement.prototype.click = function () {
    names.push(this.download)
  }
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  URL.createObjectURL = createObjectURL
  HTMLAnchorElement.prototype.click = click
  return { name: names[0]!, text: await blobs[0]!.text() }
}

describe('the corner table as a file', () => {
  test('has units in every header, a line per part, and losses that add up', async () => {
    await open({ fileName: 'Valdoro/corners' })
    const { name, text } = await kept()
    expect(name).toBe(`Valdoro-corners ${second!.name}.csv`)
    const [header, ...lines] = text
      .trimEnd()
      .split('\r\n')
      .map(line => line.split(','))
    expect(header).toContain(`${second!.name} Entry [km/h]`)
    expect(header).toContain(`${best!.name} Brake [m before apex]`)
    expect(lines.length).toBe(desk.parts.length)
    const at = header!.indexOf('Loss [s]')
    const total = lines.reduce((sum, cells) => sum + Math.round(Number(cells[at]) * 1000), 0)
    expect(total).toBe(lapTimeMs(second!.lap) - lapTimeMs(best!.lap))
  })
})
