/** The words of storage and backups, in German. */
import type { KeepingWords } from './en.ts'

export const de: KeepingWords = {
  title: 'Speicher und Sicherungen',
}
