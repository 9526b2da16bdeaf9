/** Invitation links as people give them to a program. */
import { type Invitation, type LinkOutcome, textToInvitation } from '#shared/sync'

export type ReadInvitations =
  | { readonly ok: true; readonly value: readonly Invitation[] }
  | { readonly ok: false; readonly message: string }

const REASONS: Readonly<Record<Exclude<LinkOutcome, { ok: true }>['kind'], string>> = {
  'not-a-link': 'is no invitation link',
  damaged: 'is an invitation link with letters wrong or missing',
  'newer-version': 'is an invitation link of a newer Paddock, which is needed to read it',
}

/** The links themselves are secrets, so what is wrong is said by their place. */
export const readInvitations = (texts: readonly string[]): ReadInvitations => {
  const value: Invitation[] = []
  for (const [index, text] of texts.entries()) {
    const link = textToInvitation(text)
    if (!link.ok) {
      const which = texts.length === 1 ? 'What --league was given' : `Link ${index + 1} of --league`
      return {
        ok: false,
        message: `${which} ${REASONS[link.kind]}, so nothing was started: copy it again, whole, from whoever invited you.`,
      }
    }
    value.push(link.value)
  }
  return { ok: true, value }
}
