export { default as TrackMap } from './TrackMap.svelte'
export { type PathPoint, STEPS, colourScale, valueRange } from './colour-runs.ts'
