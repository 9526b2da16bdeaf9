/**
 * Measuring one thing against another.
 *
 * Invariants: a figure is a ratio of ours to a named peer (or a fixed limit) measured in the same run, so that
 * it means something on any machine; samples are taken alternately (ours, peer, ours, peer, …), so that a
 * machine getting slower hurts both; a value is the median of at least MIN_ROUNDS samples (of fewer where one
 * takes minutes), shown with the
 * smallest and largest. Lower is always better. Figures inform; they never decide a test.
 */

/** One row of `--json`. `value` is ours in `unit`, `ratio` ours divided by the peer or limit. */
export interface Row {
  readonly bench: string
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly against: string
  readonly ratio: number
  /** The largest ratio that is good enough, null when none is promised; `met` is null then too. */
  readonly target: number | null
  readonly met: boolean | null
}

export interface MeasuredRow extends Row {
  readonly ours: Spread
  readonly peer: Spread
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Takes one sample, in the comparison's unit. */
export type Sample = () => number | Promise<number>

export interface Comparison {
  readonly name: string
  readonly unit: string
  readonly ours: Sample
  /** What ours is measured against, in words. */
  readonly against: string
  /** A peer measured in the same rounds, or a limit in the same unit. */
  readonly peer: Sample | number
  readonly target: number | null
  /** Fewer than usual, for what takes minutes; without a warm-up then. */
  readonly rounds?: number
}

/** `full` is what figures are quoted from; `tiny` only shows that everything runs. */
export type Workload = 'full' | 'tiny'

export interface Bench {
  readonly name: string
  readonly about: string
  /** Builds the data. `tearDown` is called even when a comparison throws: close browsers and servers there. */
  readonly setUp: (workload: Workload) => Setup | Promise<Setup>
}

export interface Setup {
  readonly comparisons: readonly Comparison[]
  readonly tearDown?: () => void | Promise<void>
}

/** Fewer say nothing about spread. */
export const MIN_ROUNDS = 5
/** Odd, so that the median is a sample; enough that one hiccup of a busy machine does not move it. */
const FULL_ROUNDS = 15
/** The first rounds run uncompiled code. */
const WARM_UP_ROUNDS = 3

export const runBench = async (bench: Bench, workload: Workload): Promise<MeasuredRow[]> => {
  const { comparisons, tearDown } = await bench.setUp(workload)
  try {
    const rows: MeasuredRow[] = []
    for (const comparison of comparisons) rows.push(await compare(bench.name, comparison, workload))
    return rows
  } finally {
    await tearDown?.()
  }
}

export const compare = async (
  bench: string,
  { name, unit, ours, against, peer, target, rounds: asked }: Comparison,
  workload: Workload,
): Promise<MeasuredRow> => {
  const warmUps = workload === 'full' && asked === undefined ? WARM_UP_ROUNDS : 0
  const rounds = asked ?? (workload === 'full' ? FULL_ROUNDS : MIN_ROUNDS)
  const oursSamples: number[] = []
  const peerSamples: number[] = []
  for (let round = -warmUps; round < rounds; round++) {
    const oursSample = await ours()
    const peerSample = typeof peer === 'number' ? peer : await peer()
    if (round < 0) continue
    oursSamples.push(oursSample)
    peerSamples.push(peerSample)
  }
  const oursSpread = spreadOf(oursSamples)
  const peerSpread = spreadOf(peerSamples)
  const ratio = oursSpread.median / peerSpread.median
  return {
    bench,
    name,
    value: oursSpread.median,
    unit,
    against,
    ratio,
    target,
    met: target === null ? null : ratio <= target,
    ours: oursSpread,
    peer: peerSpread,
  }
}

export const spreadOf = (samples: readonly number[]): Spread => {
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return {
    median: (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  }
}

/** Results are kept here so that no optimiser can skip the work. */
export const kept: unknown[] = []

/** A sample that times `work`, in milliseconds per call; short work is repeated to outlast the timer's grain. */
export const timeOf =
  (work: () => unknown, calls = 1): Sample =>
  async () => {
    const started = performance.now()
    for (let call = 0; call < calls; call++) {
      const result = work()
      kept[0] = result instanceof Promise ? await result : result
    }
    return (performance.now() - started) / calls
  }
