/** The analysis desk without its looks: which laps lie on it and what is seen of them. */
export { type Arrangement, heightOf, MAX_PANELS } from './arrangement.ts'
export { type ChannelKey, channelFor, DELTA, type ListedChannel, titleOf } from './channels.ts'
export { cloudOf, selectionToHighlight } from './clouds.ts'
export { COLOUR_KINDS, type ColourKind, colouringOf } from './colouring.ts'
export {
  type ChannelValues,
  channelValues,
  digitsOf,
  type PlacesOfLaps,
  placesAt,
  valueOfColumn,
} from './cursor-values.ts'
export { Desk } from './desk.svelte.ts'
export type { DeskLap } from './model.ts'
export { type Axis, type LapPlace, placeAt, switchAxis } from './places.ts'
export { type DeskWords, deskWords } from './words/index.ts'
