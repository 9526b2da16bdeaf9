/** The corners as a strip along the axis in force. */
import type { Desk } from '#web/desk'
import type { ChartMark } from '#web/parts/charts'

export const marksOf = ({ corners, sight }: Pick<Desk, 'corners' | 'sight'>): ChartMark[] =>
  corners.map(({ corner, fromM, toM }) => ({
    label: corner.name,
    from: sight.atMetres(fromM),
    to: sight.atMetres(toM),
  }))
