/** Names of months as phones write them, in the languages their owners set. */

/** Beginnings, without accents, that no other month of these languages has: en, de, es, fr, it, pt, nl, sv. */
const BEGINNINGS: readonly string[] = [
  'jan ene gen',
  'feb fev',
  'mar mrz mrt maa',
  'apr abr avr',
  'may mai mag maj mei',
  'jun juin giu',
  'jul juil lug',
  'aug ago aou',
  'sep set',
  'oct okt ott out',
  'nov',
  'dec dez dic',
]

const monthsByBeginning: ReadonlyMap<string, number> = new Map(
  BEGINNINGS.flatMap((words, i) => words.split(' ').map(word => [word, i + 1] as const)),
)

/** 1 to 12 for 'Aug', 'ago.', 'août', 'MÄRZ'; null for anything else. */
export const monthOf = (text: string): number | null => {
  const plain = text
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()
  // French tells June from July by the fourth letter only.
  return monthsByBeginning.get(plain.slice(0, 4)) ?? monthsByBeginning.get(plain.slice(0, 3)) ?? null
}
