/**
 * The analysis desk against its promises: laps laid over one another, the delta against the truth, the charts in a
 * browser, and how soon the desk is seen after laps were chosen.
 */
import { findChromium } from '../../scripts/chromium.mjs'
import { accuracyComparisons } from './desk-accuracy.ts'
import { openAlignBench } from './desk-align.ts'
import { openChartsBench } from './desk-charts.ts'
import { openPaintBench } from './desk-paint.ts'
import type { Bench, Comparison } from './harness.ts'

interface Part {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

export const deskBench: Bench = {
  name: 'desk',
  about: 'the desk: laps laid over one another beside numpy, charts beside uPlot, time to its first picture',
  setUp: async workload => {
    const found = await findChromium({ say: console.error })
    if (!found.ok) throw new Error(`This bench needs a browser: ${found.reason}`)
    process.env.CHROMIUM = found.path
    const parts: Part[] = []
    const tearDown = async (): Promise<void> => {
      for (const part of parts) await part.close()
    }
    try {
      for (const open of [openAlignBench, openChartsBench, openPaintBench]) parts.push(await open(workload))
    } catch (error) {
      await tearDown()
      throw error
    }
    const [align, charts, paint] = parts
    return {
      comparisons: [
        ...align!.comparisons,
        ...accuracyComparisons(workload),
        ...charts!.comparisons,
        ...paint!.comparisons,
      ],
      tearDown,
    }
  },
}
