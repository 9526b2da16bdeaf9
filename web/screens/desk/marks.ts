/** The corners as a strip along the axis in force. */
import type { Desk } from '#web/desk'
import { switchAxis } from '#web/desk'
import type { ChartMark } from '#web/parts/charts'

export const marksOf = ({
  corners,
  reference,
  link,
}: Pick<Desk, 'corners' | 'reference' | 'link'>): ChartMark[] =>
  corners.map(({ corner, fromM, toM }) => {
    const over = (metres: number): number =>
      link.axis === 'time' && reference ? switchAxis(reference, 'distance', metres) : metres
    return { label: corner.name, from: over(fromM), to: over(toM) }
  })
