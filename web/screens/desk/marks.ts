/** The corners as a strip along the axis in force. */
import type { Desk } from '#web/desk'
import { switchAxis } from '#web/desk'
import type { ChartMark } from '#web/parts/charts'

export const marksOf = ({ view, reference, link }: Pick<Desk, 'view' | 'reference' | 'link'>): ChartMark[] =>
  (view?.corners ?? []).map(({ corner, fromM, toM }) => {
    const over = (metres: number): number =>
      link.axis === 'time' && reference ? switchAxis(reference, 'distance', metres) : metres
    return { label: corner.name, from: over(fromM), to: over(toM) }
  })
