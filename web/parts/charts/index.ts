export {
  type LapSeries,
  type Readout,
  distanceAtTime,
  readoutAt,
  speedAtDistance,
  timeAtDistance,
  traceToSeries,
} from './lap-series.ts'
export { default as SpeedChart } from './SpeedChart.svelte'
