/** Sentences several readers of tables say. */
import { counted, type Notes } from '../common/index.ts'

export const noteBadRows = (badRows: number, notes: Notes): void => {
  if (badRows === 0) return
  const rows = counted(badRows, 'row was', 'rows were')
  notes.add(
    'dropped',
    `${rows.charAt(0).toUpperCase()}${rows.slice(1)} left out, being cut short or garbled.`,
  )
}
