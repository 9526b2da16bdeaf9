/** Words of the stacked charts and the scatter, in English. */
const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export const en = {
  slower: 'slower',
  faster: 'faster',
  panelLabel: (title: string, unit: string, laps: readonly string[]) =>
    `${title}${unit ? ` in ${unit}` : ''}: ${laps.length > 0 ? laps.join(', ') : 'no lap'}`,
  noLines: 'None of these laps carries this channel.',
  noValues: 'No values in this stretch.',
  marks: 'Corners and sectors along the lap',
  toolbar: 'Zoom and move the charts',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  left: 'Move left',
  right: 'Move right',
  back: 'Previous view',
  forward: 'Next view',
  whole: 'Whole lap',
  drag: 'Dragging',
  dragPan: 'moves',
  dragZoom: 'zooms',
  dragRange: 'measures',
  scatterLabel: (y: string, x: string, laps: readonly string[]) =>
    `${y} over ${x}: ${laps.length > 0 ? laps.join(', ') : 'no lap'}`,
  scatterEmpty: 'None of these laps carries both channels.',
  from: (title: string) => `${title} from`,
  to: (title: string) => `${title} to`,
  clearSelection: 'Clear the selection',
  selected: (n: number) => `${plural(n, 'sample', 'samples')} selected`,
  selectHint: 'Drag over the chart, or enter numbers, to mark samples on the map.',
}

export type ChartWords = typeof en
