/**
 * The link to the rig-bridge as a state machine, without the socket: what happened in, what is now out.
 *
 * | state     | what it is                                                                                        |
 * |-----------|---------------------------------------------------------------------------------------------------|
 * | off       | nobody asked for it                                                                               |
 * | nowhere   | a page of plain http from another machine: no browser keeps anything or reaches a bridge there    |
 * | explain   | a hosted page, before a person agreed: the browser will ask, and this says why                    |
 * | denied    | the browser's permission was refused                                                              |
 * | looking   | connecting                                                                                        |
 * | unpaired  | the bridge does not know this page: a code is asked for, shown by the bridge, typed here          |
 * | open      | paired; frames and laps come                                                                      |
 * | lost      | there is no bridge, or not any more; tried again while it is wanted                               |
 * | refused   | the bridge will not have this page: revoked, or one of the two is too old. Tried on a click only  |
 *
 * Invariant: an event that means nothing in a state leaves it as it is, the very same object.
 */
import type { REFUSALS } from '#shared/api'

export type Refusal = (typeof REFUSALS)[number]
export type CodeProblem = 'wrong-code' | 'no-code' | 'too-many-tries'
/** asked = the bridge was asked to show one · shown = it does · checking = what was typed is on its way */
export type CodeStep = 'none' | 'asked' | 'shown' | 'checking'

export type LinkState =
  | { readonly kind: 'off' }
  | { readonly kind: 'nowhere' }
  /** granted: the browser agreed before, but nobody paired; unknown: this browser does not say. */
  | { readonly kind: 'explain'; readonly permission: 'prompt' | 'granted' | 'unknown' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'looking'; readonly tries: number; readonly wasOpen: boolean }
  | { readonly kind: 'unpaired'; readonly code: CodeStep; readonly problem: CodeProblem | null }
  | { readonly kind: 'open'; readonly bridgeId: string; readonly version: string }
  | { readonly kind: 'lost'; readonly tries: number; readonly wasOpen: boolean }
  | { readonly kind: 'refused'; readonly why: 'revoked' | 'too-new' }

export type LinkEvent =
  | { readonly kind: 'wanted' }
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'must-explain'; readonly permission: 'prompt' | 'granted' | 'unknown' }
  | { readonly kind: 'welcome'; readonly bridgeId: string; readonly version: string }
  | { readonly kind: 'unpaired' }
  | { readonly kind: 'code-asked' }
  | { readonly kind: 'code-shown' }
  | { readonly kind: 'code-typed' }
  /** The token is kept; the next connection is made with it. */
  | { readonly kind: 'paired' }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** With the code of the WebSocket. */
  | { readonly kind: 'closed'; readonly code: number }
  /** It is time to try again, or something changed that makes it worth while. */
  | { readonly kind: 'due' }

export const OFF: LinkState = { kind: 'off' }
const LOOKING: LinkState = { kind: 'looking', tries: 0, wasOpen: false }

/** `4403`: see CLOSE_CODES; repeated here so that the first load needs none of the contract. */
const CLOSED_AS_REVOKED = 4403

export const nextLink = (now: LinkState, event: LinkEvent): LinkState => {
  switch (event.kind) {
    case 'wanted':
      return now.kind === 'nowhere' || isConnected(now) || now.kind === 'looking' ? now : LOOKING
    case 'unwanted':
      return now.kind === 'nowhere' || now.kind === 'off' ? now : OFF
    case 'denied':
      return now.kind === 'nowhere' || isConnected(now) ? now : { kind: 'denied' }
    case 'must-explain':
      return now.kind === 'nowhere' || isConnected(now)
        ? now
        : { kind: 'explain', permission: event.permission }
    case 'welcome': {
      const { bridgeId, version } = event
      return now.kind === 'looking' || now.kind === 'unpaired' ? { kind: 'open', bridgeId, version } : now
    }
    case 'unpaired':
      return now.kind === 'looking' ? { kind: 'unpaired', code: 'none', problem: null } : now
    case 'code-asked':
      return now.kind === 'unpaired' ? { kind: 'unpaired', code: 'asked', problem: null } : now
    case 'code-shown':
      return now.kind === 'unpaired' ? { ...now, code: 'shown' } : now
    case 'code-typed':
      return now.kind === 'unpaired' ? { kind: 'unpaired', code: 'checking', problem: null } : now
    case 'paired':
      return now.kind === 'unpaired' ? LOOKING : now
    case 'refused':
      return afterRefusal(now, event.why)
    case 'closed':
      return afterClosing(now, event.code)
    case 'due':
      return now.kind === 'lost' ? { ...now, kind: 'looking' } : now
  }
}

export const isConnected = ({ kind }: LinkState): boolean => kind === 'unpaired' || kind === 'open'

const afterRefusal = (now: LinkState, why: Refusal): LinkState => {
  if (why === 'revoked' || why === 'too-new')
    return isConnected(now) || now.kind === 'looking' ? { kind: 'refused', why } : now
  if (now.kind !== 'unpaired') return now
  if (why === 'wrong-code') return { kind: 'unpaired', code: 'shown', problem: why }
  return why === 'no-code' || why === 'too-many-tries'
    ? { kind: 'unpaired', code: 'none', problem: why }
    : now
}

const afterClosing = (now: LinkState, code: number): LinkState => {
  if (now.kind !== 'looking' && !isConnected(now)) return now
  if (code === CLOSED_AS_REVOKED) return { kind: 'refused', why: 'revoked' }
  if (now.kind === 'looking') return { kind: 'lost', tries: now.tries + 1, wasOpen: now.wasOpen }
  return { kind: 'lost', tries: 0, wasOpen: now.kind === 'open' }
}

/** A bridge that was there comes back soon; where none was ever seen, nobody is waiting. */
const SOON_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
const LATER_MS = [5000, 10_000, 20_000, 30_000]

/** How long to wait before trying again. */
export const retryMs = ({ tries, wasOpen }: Extract<LinkState, { kind: 'lost' }>): number => {
  const waits = wasOpen ? SOON_MS : LATER_MS
  return waits[Math.min(tries, waits.length - 1)]!
}
