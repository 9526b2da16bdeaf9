/** Who one is, said before the first league: its members see nothing else of a person. */
import { leagues } from '#web/league'
import { askQuietly } from './ask.ts'
import { syncWords } from './words/index.ts'

/** Null when it is known, now or before; else what is wrong, for a person. */
export const sayOwnName = async (typed: string): Promise<string | null> => {
  if ((leagues.me?.personName ?? '') !== '') return null
  const personName = typed.trim()
  if (personName === '' || personName.length > 80) return syncWords.now.ownNameWrong
  const answer = await askQuietly(office => office.rename({ personName }))
  return answer.ok ? null : answer.message
}
