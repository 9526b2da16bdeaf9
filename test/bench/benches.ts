/** All benches. To add one: a file `<name>.bench.ts` that exports a Bench, and a line here. */
import { deskBench } from './desk.bench.ts'
import type { Bench } from './harness.ts'
import { importBench } from './import.bench.ts'
import { importPageBench } from './import-page.bench.ts'
import { ldBench } from './ld.bench.ts'
import { leagueBench } from './league.bench.ts'
import { libraryBench } from './library.bench.ts'
import { pageBench } from './page.bench.ts'
import { rigBench } from './rig.bench.ts'
import { traceBench } from './trace.bench.ts'
import { xrkBench } from './xrk.bench.ts'

export const BENCHES: readonly Bench[] = [
  deskBench,
  importBench,
  importPageBench,
  ldBench,
  leagueBench,
  libraryBench,
  pageBench,
  rigBench,
  traceBench,
  xrkBench,
]
