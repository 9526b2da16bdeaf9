/** Words of the stacked charts and the scatter, in German. */
import type { ChartWords } from './en.ts'

export const de: ChartWords = {
  slower: 'langsamer',
  faster: 'schneller',
  panelLabel: (title, unit, laps) =>
    `${title}${unit ? ` in ${unit}` : ''}: ${laps.length > 0 ? laps.join(', ') : 'keine Runde'}`,
  noLines: 'Keine dieser Runden hat diesen Kanal.',
  noValues: 'Keine Werte in diesem Abschnitt.',
  marks: 'Kurven und Sektoren entlang der Runde',
  toolbar: 'Diagramme zoomen und verschieben',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  left: 'Nach links',
  right: 'Nach rechts',
  back: 'Vorige Ansicht',
  forward: 'Nächste Ansicht',
  whole: 'Ganze Runde',
  drag: 'Ziehen',
  dragPan: 'verschiebt',
  dragZoom: 'zoomt',
  dragRange: 'misst',
  scatterLabel: (y, x, laps) => `${y} über ${x}: ${laps.length > 0 ? laps.join(', ') : 'keine Runde'}`,
  scatterEmpty: 'Keine dieser Runden hat beide Kanäle.',
  from: title => `${title} von`,
  to: title => `${title} bis`,
  clearSelection: 'Auswahl aufheben',
  selected: n => `${n} ${n === 1 ? 'Messwert' : 'Messwerte'} ausgewählt`,
  selectHint: 'Über das Diagramm ziehen oder Zahlen eingeben, um Messwerte auf der Karte zu zeigen.',
}
