/** One session of a driver's progress in words. */
import type { ProgressPoint } from '#shared/bests'
import { asMillis, formatGap, formatNumber } from '#shared/units'
import { sessionDay } from '#web/parts/dates'
import { words } from '#web/words'
import type { TrackWords } from './words/en.ts'

export const dayOfPoint = ({ startedAt }: Pick<ProgressPoint, 'startedAt'>): string =>
  sessionDay({ startedAt, utcOffsetMin: null }, words.tag, words.now)

export const personalText = ({ personal }: ProgressPoint, w: TrackWords['progress']): string => {
  switch (personal?.kind) {
    case 'first':
      return w.first
    case 'fell':
      return w.fell(formatNumber(personal.byMs / 1000, 3))
    case 'stands':
      return personal.gapMs === 0 ? w.equalled : w.stands(formatGap(asMillis(personal.gapMs)))
    case undefined:
      return w.noTime
  }
}
