/** Asks the office for something; what it could not do is told in its sentence, and answered as null. */
import { type Answer, leagues, type Office } from '#web/league'
import { toasts } from '#web/state'
import { words } from '#web/words'

export const ask = async <T>(
  deed: (office: Office) => Promise<Answer<T>>,
): Promise<{ readonly value: T } | null> => {
  const answer = await askQuietly(deed)
  if (answer.ok) return { value: answer.value }
  toasts.show({ tone: 'problem', text: answer.message })
  return null
}

/** For forms, which say beside the field what went wrong. */
export const askQuietly = async <T>(deed: (office: Office) => Promise<Answer<T>>): Promise<Answer<T>> => {
  const office = await leagues.office().catch(error => {
    console.error(error)
    return null
  })
  return office ? deed(office) : { ok: false, message: words.now.problems.chunk }
}
