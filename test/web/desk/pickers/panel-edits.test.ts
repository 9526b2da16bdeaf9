/** Charts from top to bottom: whatever is done, a channel is in one chart at most and no chart is empty. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_PANELS,
  mergePanel,
  movePanel,
  type Panels,
  removePanel,
  splitPanel,
  toggleChannel,
} from '../../../../web/screens/desk/pickers/panel-edits.ts'

const UNITS: Readonly<Record<string, string>> = { speed: 'm/s', wheel: 'm/s', brake: '%', throttle: '%' }
const unitOf = (channel: string): string => UNITS[channel] ?? ''

describe('charts', () => {
  test('are shown at the bottom and hidden again', () => {
    expect(toggleChannel([['speed']], 'brake')).toEqual([['speed'], ['brake']])
    expect(toggleChannel([['speed', 'wheel'], ['brake']], 'wheel')).toEqual([['speed'], ['brake']])
    expect(toggleChannel([['speed'], ['brake']], 'speed')).toEqual([['brake']])
  })

  test('are moved, but not past the ends', () => {
    expect(movePanel([['a'], ['b'], ['c']], 2, -1)).toEqual([['a'], ['c'], ['b']])
    expect(movePanel([['a'], ['b']], 0, -1)).toEqual([['a'], ['b']])
  })

  test('are merged only when they have one unit', () => {
    expect(mergePanel([['speed'], ['wheel'], ['brake']], 0, unitOf)).toEqual([['speed', 'wheel'], ['brake']])
    expect(mergePanel([['speed'], ['brake']], 0, unitOf)).toEqual([['speed'], ['brake']])
    expect(splitPanel([['speed', 'wheel'], ['brake']], 0)).toEqual([['speed'], ['wheel'], ['brake']])
  })

  test('stay whole through any run of edits', () => {
    const edit = fc.oneof(
      fc.tuple(fc.constant('toggle' as const), fc.nat(20)),
      fc.tuple(fc.constantFrom('up', 'down', 'merge', 'split', 'remove'), fc.nat(MAX_PANELS)),
    )
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 60 }), edits => {
        let panels: Panels = []
        for (const [kind, n] of edits) {
          if (kind === 'toggle') panels = toggleChannel(panels, `c${n}`)
          else if (kind === 'up') panels = movePanel(panels, n, -1)
          else if (kind === 'down') panels = movePanel(panels, n, 1)
          else if (kind === 'merge') panels = mergePanel(panels, n, () => '')
          else if (kind === 'split') panels = splitPanel(panels, n)
          else panels = removePanel(panels, n)
          expect(panels.length).toBeLessThanOrEqual(MAX_PANELS)
          expect(panels.every(panel => panel.length > 0)).toBe(true)
          expect(new Set(panels.flat()).size).toBe(panels.flat().length)
        }
      }),
    )
  })
})
