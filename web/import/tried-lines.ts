/**
 * Sessions that could not be timed at lines that moved, so that they are not tried at every start: by their id, which
 * lines were tried.
 *
 * Limits: remembered beside the library, on this device only. Where storage is refused, or what was remembered is
 * damaged, they are tried again, which costs time and changes nothing.
 */
import { isId, type SessionId } from '#shared/id'

const TRIED = 'paddock.tried-lines'

type Tried = Readonly<Record<string, string>>

/** `lines` names the layout and the version of its lines. */
export const wereTried = (id: SessionId, lines: string): boolean => read()[id] === lines

/** Keeps of the others only those that still wait for their time. */
export const noteTriedLines = (id: SessionId, lines: string, due: ReadonlySet<SessionId>): void => {
  const others = Object.entries(read()).filter(([other]) => isId(other) && due.has(other as SessionId))
  try {
    localStorage.setItem(TRIED, JSON.stringify({ ...Object.fromEntries(others), [id]: lines }))
  } catch {
    // As above.
  }
}

const read = (): Tried => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(TRIED) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Tried) : {}
  } catch {
    return {}
  }
}
