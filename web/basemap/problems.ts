/** Why a file cannot be the background map; each has a sentence in the words of the map. */
export type BasemapProblem =
  | 'notPmtiles'
  | 'truncated'
  | 'vector'
  | 'tiles'
  | 'packed'
  | 'hostile'
  | 'tooLarge'
  | 'noSpace'
  | 'noPlace'
  | 'stopped'
  | 'failed'
  | 'unreadable'

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: BasemapProblem }

export const accept = <T>(value: T): Checked<T> => ({ ok: true, value })
export const refuse = (
  problem: BasemapProblem,
): { readonly ok: false; readonly problem: BasemapProblem } => ({
  ok: false,
  problem,
})
