/** All benches. To add one: a file `<name>.bench.ts` that exports a Bench, and a line here. */
import type { Bench } from './harness.ts'
import { pageBench } from './page.bench.ts'
import { traceBench } from './trace.bench.ts'

export const BENCHES: readonly Bench[] = [pageBench, traceBench]
