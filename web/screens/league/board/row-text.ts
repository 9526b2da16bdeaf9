/** What a row of a leaderboard says in words. */
import { asMillis, type Millis } from '#shared/units'
import type { Board, BoardChoice, BoardRow } from '#web/league'
import type { LeagueWords } from '../words/index.ts'

type BoardWords = LeagueWords['board']

/** 'Dry · Sim', or what is known of it. */
export const conditionsText = (row: Pick<BoardRow, 'surface' | 'world'>, t: BoardWords): string =>
  [row.surface ? t.surfaces[row.surface] : '', row.world ? t.worlds[row.world] : '']
    .filter(text => text !== '')
    .join(' · ')

/** Rows with words where nobody said a name: a file need not name its driver or car. */
export const rowsWithNames = (rows: readonly BoardRow[], { nameless }: BoardWords): readonly BoardRow[] =>
  rows.map(row => ({ ...row, driver: row.driver || nameless.driver, car: row.car || nameless.car }))

const choicesWithNames = (choices: readonly BoardChoice[], name: string): readonly BoardChoice[] =>
  choices.map(choice => (choice.name === '' ? { ...choice, name } : choice))

export const boardWithNames = (board: Board, t: BoardWords): Board => ({
  ...board,
  rows: rowsWithNames(board.rows, t),
  voided: rowsWithNames(board.voided, t),
  cars: choicesWithNames(board.cars, t.nameless.car),
  layouts: choicesWithNames(board.layouts, t.nameless.layout),
})

/** Whole seconds as such, else as many decimals as there are: '5', '2.5'. */
export const secondsText = (ms: Millis): string => String(ms / 1000)

/** What a person typed as seconds of a penalty; null when it is none. A comma is a point. */
export const textToPenalty = (text: string): Millis | null => {
  const typed = text.trim().replace(',', '.')
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(typed)) return null
  const ms = asMillis(Number(typed) * 1000)
  return ms >= 1 && ms <= 3_600_000 ? ms : null
}

export const decisionText = (decision: BoardRow['decisions'][number], t: BoardWords): string =>
  t.decided[decision.what](decision.byName, decision.reason, secondsText(decision.addMs))

/** Names a lap wherever it is listed. */
export const rowKey = ({ lap }: BoardRow): string => `${lap.author} ${lap.session} ${lap.row}`
