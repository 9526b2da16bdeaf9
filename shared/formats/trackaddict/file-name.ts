/**
 * What only the name of a TrackAddict file tells: local time, and the track.
 * 'Log-20220531-085930 Goodwood Motorcircuit - 2.57.527.csv'
 */
import { cleanText, type Notes, stampOfName, utcOffsetBetween } from '../common/index.ts'

/** The best lap and the ending. */
const TAIL = /(?:\s*-\s*\d+\.\d\d\.\d{3})?(?:\.\w{1,5})?$/

export const fileNameFacts = (
  fileName: string,
  startedAt: number | null,
  notes: Notes,
): { venue: string | null; utcOffsetMin: number | null } => {
  const stamp = stampOfName(fileName)
  if (!stamp) return { venue: null, utcOffsetMin: null }
  const venue = cleanText(stamp.rest.replace(TAIL, '').replace(/^[\s_-]+/, '')) || null
  if (venue) notes.add('guessed', 'The name of the track was taken from the name of the file.')
  if (startedAt === null) {
    notes.add('info', `The file does not say when it was recorded; its name says ${stamp.shown} local time.`)
    return { venue, utcOffsetMin: null }
  }
  return { venue, utcOffsetMin: utcOffsetBetween(stamp.localMs, startedAt) }
}
