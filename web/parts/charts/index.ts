export {
  distanceAtTime,
  type LapSeries,
  type Readout,
  readoutAt,
  speedAtDistance,
  timeAtDistance,
  traceToSeries,
} from './lap-series.ts'
export { default as SpeedChart } from './SpeedChart.svelte'
