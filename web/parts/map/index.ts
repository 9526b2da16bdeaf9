export { colourScale, type PathPoint, STEPS, valueRange } from './colour-runs.ts'
export { default as TrackMap } from './TrackMap.svelte'
