/** A stack of charts in a real browser. */
import '#web/style'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { ChartStack } from '#web/parts/charts'
import { MARKS, sixPanels, WHOLE } from './laps.ts'

const SHOTS = '../../../../test-output/screenshots'

for (const theme of ['dark', 'light', 'contrast']) {
  for (const width of [390, 1200]) {
    test(`looks right in ${theme} at ${width}`, async () => {
      document.documentElement.dataset.theme = theme
      await page.viewport(width, 1000)
      render(ChartStack, {
        panels: sixPanels(theme === 'light' ? 2 : 3, 20_000),
        axis: 'distance',
        units: 'metric',
        theme,
        extent: WHOLE,
        window: WHOLE,
        cursor: 1500,
        second: theme === 'light' ? 2100 : null,
        isPinned: theme === 'light',
        marks: MARKS,
        label: 'Charts',
        caption: 'Lap 14 loses 0.31 s to lap 12, most of it in T4.',
      })
      await expect.poll(() => document.querySelectorAll('canvas').length).toBe(6)
      await page.screenshot({ path: `${SHOTS}/charts-${theme}-${width}.png` })
    })
  }
}
