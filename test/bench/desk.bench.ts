import type { Bench } from './harness.ts'
import { openAlignBench } from './desk-align.ts'
export const deskBench: Bench = { name: 'desk', about: 'x', setUp: async w => { const a = await openAlignBench(w); return { comparisons: a.comparisons, tearDown: a.close } } }
