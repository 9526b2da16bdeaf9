/** Laps that look like laps, for tests of charts: speed, pedals, gear and a delta over metres. */
import { type ChannelKind, createPyramid } from '#shared/trace'
import type { ChartLine, ChartMark, ChartPanel, Window } from '#web/parts/charts'

export const LENGTH_M = 4574
export const WHOLE: Window = { from: 0, to: LENGTH_M }

export const lineOf = (
  axis: ArrayLike<number>,
  values: ArrayLike<number>,
  options: Partial<Omit<ChartLine, 'pyramid'>> & { readonly kind?: ChannelKind } = {},
): ChartLine => ({
  lapKey: 'lap 12',
  lapName: 'Lap 12',
  colour: '--lap-1',
  isReference: false,
  kind: 'continuous',
  shift: 0,
  ...options,
  pyramid: createPyramid(Float64Array.from(axis), Float64Array.from(values)),
})

/** Brake points, apexes: the faster the corner, the shallower the dip. */
const CORNERS = [
  { at: 420, depth: 0.72, name: 'T1' },
  { at: 760, depth: 0.5, name: 'T2' },
  { at: 905, depth: 0.45, name: 'T3' },
  { at: 1500, depth: 0.6, name: 'T4' },
  { at: 2150, depth: 0.3, name: 'T5' },
  { at: 2620, depth: 0.68, name: 'T6' },
  { at: 2750, depth: 0.62, name: 'T7' },
  { at: 3500, depth: 0.52, name: 'T8' },
  { at: 4210, depth: 0.7, name: 'T9' },
] as const

export const MARKS: readonly ChartMark[] = CORNERS.map(({ at, name }) => ({
  from: at - 70,
  to: at + 90,
  label: name,
}))

const near = (metres: number, at: number, before: number, after: number): number => {
  const d = metres - at
  return Math.exp(-((d / (d < 0 ? before : after)) ** 2))
}

const speedAt = (metres: number, lap: number): number =>
  76 * CORNERS.reduce((v, { at, depth }) => v * (1 - depth * near(metres, at + lap * 6, 70, 190)), 1) +
  Math.sin(metres / (37 + lap)) * 0.5

interface Colours {
  readonly lapKey: string
  readonly lapName: string
  readonly colour: string
  readonly isReference: boolean
}

const LAPS: readonly Colours[] = [
  { lapKey: 'a', lapName: 'Lap 12', colour: '--reference', isReference: true },
  { lapKey: 'b', lapName: 'Lap 14', colour: '--lap-1', isReference: false },
  { lapKey: 'c', lapName: 'Kim, lap 9', colour: '--lap-2', isReference: false },
]

/** What a desk shows: `laps` laps of `samples` samples each. */
export const sixPanels = (laps: number, samples: number): ChartPanel[] => {
  const axis = Float64Array.from({ length: samples }, (_, i) => (i / (samples - 1)) * LENGTH_M)
  const chosen = LAPS.slice(0, laps)
  const panel = (
    key: string,
    title: string,
    unit: string,
    kind: ChannelKind,
    value: (metres: number, lap: number) => number,
    isDelta = false,
  ): ChartPanel => ({
    key,
    title,
    unit,
    isDelta,
    lines: chosen
      .map((lap, i) => ({ lap, i }))
      .filter(({ lap }) => !isDelta || !lap.isReference)
      .map(({ lap, i }) =>
        lineOf(
          axis,
          axis.map(x => value(x, i)),
          { ...lap, kind },
        ),
      ),
  })
  const braking = (x: number, lap: number) =>
    Math.min(100, Math.max(0, (speedAt(x, lap) - speedAt(x + 14, lap)) * 34))
  return [
    panel('speed', 'Speed', 'm/s', 'continuous', speedAt),
    panel(
      'delta',
      'Delta to lap 12',
      'ms',
      'continuous',
      (x, i) => i * (180 * Math.sin(x / 900) + x / 40 - 60),
      true,
    ),
    panel('throttle', 'Throttle', '%', 'continuous', (x, i) =>
      Math.min(100, Math.max(0, (speedAt(x + 10, i) - speedAt(x - 4, i)) * 30 + 40)),
    ),
    panel('brake', 'Brake', '%', 'continuous', braking),
    panel('gear', 'Gear', '', 'discrete', (x, i) => Math.max(1, Math.min(6, Math.round(speedAt(x, i) / 12)))),
    panel('gLat', 'Lateral g', 'g', 'continuous', (x, i) =>
      CORNERS.reduce((g, { at }, n) => g + (n % 3 === 0 ? -1.6 : 1.4) * near(x, at + i * 6, 70, 110), 0),
    ),
  ]
}
