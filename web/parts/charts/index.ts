export { placeText, stretchText } from './axis-text.ts'
export { default as ChartStack } from './ChartStack.svelte'
export { default as ChartToolbar } from './ChartToolbar.svelte'
export {
  distanceAtTime,
  type LapSeries,
  type Readout,
  readoutAt,
  speedAtDistance,
  timeAtDistance,
  traceToSeries,
} from './lap-series.ts'
export { valueOfLine } from './line-points.ts'
export type { AxisKind, ChartLine, ChartMark, ChartPanel, Window } from './model.ts'
export { chartToPng, type PngLegend, pngFileName } from './png.ts'
export { default as ScatterChart } from './ScatterChart.svelte'
export { default as SpeedChart } from './SpeedChart.svelte'
export type { ScatterAxis, ScatterBox, ScatterCloud, ScatterSelection } from './scatter-model.ts'
export type { DragMode } from './stack-gestures.ts'
export { type ValueScale, valueScaleOf } from './value-scale.ts'
export {
  clampWindow,
  isSameWindow,
  leastSpan,
  panBy,
  windowBetween,
  zoomAbout,
} from './window-moves.ts'
export {
  createZoomHistory,
  pushZoom,
  type ZoomHistory,
  zoomBack,
  zoomForward,
  zoomWhole,
} from './zoom-history.ts'
