/** Maps of laps: the small one of a session, the desk's, the editor of lines, and the arithmetic of playing laps again. */
export { type CanvasPane, createCanvasPane, type Paint } from './canvas-pane.ts'
export { default as DeskMap } from './DeskMap.svelte'
export { default as GateControls } from './GateControls.svelte'
export { default as GateEditor } from './GateEditor.svelte'
export { type GateKey, type GateSet, gateOf, gatesToMap, keysOf, sorted, withGate } from './gate-set.ts'
export { pointAtMetres, pointAtTime } from './lap-samples.ts'
export type {
  Colouring,
  GateKind,
  MapCorner,
  MapGate,
  MapHighlight,
  MapLap,
  MapMarker,
  MapStretch,
  OwnedPiece,
  PathPoint,
  PointedAt,
} from './model.ts'
export {
  AT_START,
  advance,
  carsAt,
  endOfLaps,
  PLAYBACK_RATES,
  type Playback,
  type PlaybackRate,
  play,
  rateBeside,
  seek,
} from './playback.ts'
export { default as TrackMap } from './TrackMap.svelte'
export { type Box, toMetres, toPixel, type View } from './view.ts'
export { mapWords } from './words/index.ts'
