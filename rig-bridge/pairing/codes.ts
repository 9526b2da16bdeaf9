/**
 * The six digits a person reads in the bridge's window and types into the page. One code at a time, for the page
 * that asked, for CODE_VALID_MS, with CODE_TRIES tries.
 *
 * | there is        | ask                          | right code typed | wrong code typed             | time over, asker gone |
 * |-----------------|------------------------------|------------------|------------------------------|-----------------------|
 * | none            | a fresh code, or too many    | no-code          | no-code                      |                       |
 * | one of asker    | a fresh code, or too many    | right → none     | wrong-code; last try → none  | → none                |
 * | one of another  | a fresh code, or too many    | no-code          | no-code                      |                       |
 *
 * Limits: a million codes and at most WRONG_PER_HOUR wrong ones an hour make guessing a matter of years; codes are
 * asked for at most ASKS_PER_MINUTE, so that no program can fill the window with them. Compared in constant time.
 */
import { timingSafeEqual } from 'node:crypto'
import { CODE_TRIES, CODE_VALID_MS } from '#shared/api'

const ASKS_PER_MINUTE = 6
const MINUTE_MS = 60_000
const WRONG_PER_HOUR = 30
const HOUR_MS = 3_600_000

export type CodeAsked =
  | { readonly kind: 'code'; readonly code: string; readonly validMs: number }
  | { readonly kind: 'too-many-tries' }

export type CodeTyped = 'right' | 'wrong-code' | 'no-code' | 'too-many-tries'

export interface PairingCodes {
  /** `asker` stands for the connection that asks; only it can use the code. */
  ask(asker: object): CodeAsked
  type(asker: object, code: string): CodeTyped
  /** The connection is gone, and with it its code. */
  leave(asker: object): void
}

export interface CodeDeps {
  /** A clock that only runs forward, in milliseconds. */
  readonly now: () => number
  /** A whole number from 0 up to but not including `below`, from a source nobody can foresee. */
  readonly randomBelow: (below: number) => number
}

/** Whether one more may happen, of at most `max` within `ms`; counts it if so. */
const createAllowance = (max: number, ms: number, now: () => number) => {
  let times: number[] = []
  const isLeft = (): boolean => {
    const at = now()
    times = times.filter(time => at - time < ms)
    return times.length < max
  }
  return { isLeft, count: (): void => void times.push(now()) }
}

const isSame = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

export const createPairingCodes = ({ now, randomBelow }: CodeDeps): PairingCodes => {
  let current: { asker: object; code: string; until: number; triesLeft: number } | null = null
  const asks = createAllowance(ASKS_PER_MINUTE, MINUTE_MS, now)
  const wrongs = createAllowance(WRONG_PER_HOUR, HOUR_MS, now)

  return {
    ask: asker => {
      if (!asks.isLeft() || !wrongs.isLeft()) return { kind: 'too-many-tries' }
      asks.count()
      const code = String(randomBelow(1_000_000)).padStart(6, '0')
      current = { asker, code, until: now() + CODE_VALID_MS, triesLeft: CODE_TRIES }
      return { kind: 'code', code, validMs: CODE_VALID_MS }
    },
    type: (asker, code) => {
      if (current === null || current.asker !== asker) return 'no-code'
      if (now() >= current.until) {
        current = null
        return 'no-code'
      }
      if (isSame(code, current.code)) {
        current = null
        return 'right'
      }
      wrongs.count()
      current.triesLeft--
      if (current.triesLeft > 0) return 'wrong-code'
      current = null
      return 'too-many-tries'
    },
    leave: asker => {
      if (current?.asker === asker) current = null
    },
  }
}
