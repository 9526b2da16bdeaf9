/** Choosing channels by a few letters and arranging the charts, with the pointer and with keys alone. */
import type { ComponentProps } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { CHANNELS } from '#shared/trace'
import ChannelPicker from '../../../../web/screens/desk/pickers/ChannelPicker.svelte'
import { MAX_PANELS, type Panels } from '../../../../web/screens/desk/pickers/panel-edits.ts'
import { lookAt, type Staged, stage } from '../tables/stage.svelte.ts'

type Props = ComponentProps<typeof ChannelPicker>

const OPTIONS: Props['options'] = Object.values(CHANNELS).map(({ name, label, unit }, i) => ({
  key: name,
  title: label,
  unit,
  source: i % 3 === 0 ? 'gps' : 'car',
  laps: i % 5 === 0 ? 1 : 3,
  ...(i % 5 === 0 ? { lapNames: ['Kim L9'] } : {}),
}))
const PROPS: Props = {
  options: OPTIONS,
  lapCount: 3,
  panels: [['speed'], ['throttle'], ['brake']],
  units: 'metric',
  onchange: () => {},
}

let staged: Staged<Props>
let panels: Panels = []
const open = async (change: Partial<Props> = {}) => {
  panels = change.panels ?? PROPS.panels
  staged = await stage(ChannelPicker, {
    ...PROPS,
    ...change,
    onchange: (next: Panels) => {
      panels = next
      staged.change({ panels: next })
    },
  })
}
afterEach(() => staged?.leave())

const field = () => page.getByRole('combobox')
const current = (): Element | null =>
  document.getElementById(staged.root.querySelector('input')!.getAttribute('aria-activedescendant') ?? '')

describe('the channel picker', () => {
  test('finds by initials, shows with Enter and hides with Enter', async () => {
    await open()
    await field().fill('o p')
    expect(current()!.textContent).toContain('Oil pressure')
    await userEvent.keyboard('{Enter}')
    expect(panels).toEqual([['speed'], ['throttle'], ['brake'], ['oilPressure']])
    expect(current()!.getAttribute('aria-selected')).toBe('true')
    await userEvent.keyboard('{Enter}')
    expect(panels).toEqual([['speed'], ['throttle'], ['brake']])
  })

  test('goes up and down and round, and several are chosen in one go', async () => {
    await open()
    await field().fill('tt')
    const first = current()
    await userEvent.keyboard('{ArrowDown}{Enter}{ArrowDown}{Enter}')
    expect(panels.slice(3)).toEqual([['tyreTempFR'], ['tyreTempRL']])
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    expect(current()).toBe(first)
    await userEvent.keyboard('{ArrowUp}')
    expect(current()).not.toBe(first)
  })

  test('says unit, source and which laps have it', async () => {
    await open()
    await field().fill('brake press')
    const text = current()!.textContent!.replace(/\s+/g, ' ')
    expect(text).toContain('Brake pressurebar')
    expect(text).toMatch(/from (car|gps)/)
    expect(text).toMatch(/in all laps|only in Kim L9/)
  })

  test('says when nothing has these letters; Escape empties the field first', async () => {
    await open()
    await field().fill('qqq')
    expect(staged.root.textContent).toContain('No channel has these letters.')
    await userEvent.keyboard('{Escape}')
    expect(staged.root.querySelector('input')!.value).toBe('')
    expect(staged.root.querySelectorAll('[role=option]').length).toBeGreaterThan(10)
  })

  test('moves, merges, splits and removes charts', async () => {
    await open()
    await page.getByRole('button', { name: 'Move Throttle up' }).click()
    expect(panels).toEqual([['throttle'], ['speed'], ['brake']])
    await page.getByRole('button', { name: 'Move Speed down' }).click()
    await page.getByRole('button', { name: 'Draw Throttle and Brake in one chart' }).click()
    expect(panels).toEqual([['throttle', 'brake'], ['speed']])
    await page.getByRole('button', { name: 'Draw Throttle + Brake in charts of their own' }).click()
    await page.getByRole('button', { name: 'Remove Speed' }).click()
    expect(panels).toEqual([['throttle'], ['brake']])
    expect(staged.root.querySelector<HTMLButtonElement>('[aria-label="Move Throttle up"]')!.disabled).toBe(
      true,
    )
  })

  test('offers merging only where a chart can draw it', async () => {
    await open({ mayMerge: false })
    expect(staged.root.querySelector('[aria-label*="in one chart"]')).toBeNull()
  })

  test('refuses more charts than can be read, and says so', async () => {
    const full = OPTIONS.slice(0, MAX_PANELS).map(({ key }: { key: string }) => [key])
    await open({ panels: full })
    expect(staged.root.textContent).toContain(`${MAX_PANELS} charts are as many as can be read`)
    await field().fill(OPTIONS[MAX_PANELS + 5]!.title)
    await userEvent.keyboard('{Enter}')
    expect(panels).toEqual(full)
  })

  test('stays quick with a thousand channels', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({
      ...OPTIONS[0]!,
      key: `c${i}`,
      title: `Sensor ${i}`,
    }))
    await open({ options: many, panels: [] })
    expect(staged.root.querySelectorAll('[role=option]').length).toBe(60)
    await field().fill('777')
    expect(current()!.textContent).toContain('Sensor 777')
  })

  test('looks right', () => lookAt('channels', ChannelPicker, PROPS))
})
