/** The link as a table: every event in every state. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOSE_CODES } from '#shared/api'
import { type LinkEvent, type LinkState, nextLink, retryMs } from '../../../web/rig/link.ts'

const STATES = {
  off: { kind: 'off' },
  nowhere: { kind: 'nowhere' },
  explain: { kind: 'explain', permission: 'prompt' },
  denied: { kind: 'denied' },
  looking: { kind: 'looking', tries: 2, wasOpen: true },
  unpaired: { kind: 'unpaired', code: 'checking', problem: null },
  open: { kind: 'open', bridgeId: 'b', version: '1' },
  lost: { kind: 'lost', tries: 1, wasOpen: true },
  refused: { kind: 'refused', why: 'revoked' },
} as const satisfies Readonly<Record<LinkState['kind'], LinkState>>
type Kind = keyof typeof STATES

const EVENTS = {
  wanted: { kind: 'wanted' },
  unwanted: { kind: 'unwanted' },
  denied: { kind: 'denied' },
  mustExplain: { kind: 'must-explain', permission: 'prompt' },
  welcome: { kind: 'welcome', bridgeId: 'b', version: '2' },
  unpaired: { kind: 'unpaired' },
  codeAsked: { kind: 'code-asked' },
  codeShown: { kind: 'code-shown' },
  codeTyped: { kind: 'code-typed' },
  paired: { kind: 'paired' },
  wrongCode: { kind: 'refused', why: 'wrong-code' },
  noCode: { kind: 'refused', why: 'no-code' },
  tooManyTries: { kind: 'refused', why: 'too-many-tries' },
  revoked: { kind: 'refused', why: 'revoked' },
  tooNew: { kind: 'refused', why: 'too-new' },
  unknownLap: { kind: 'refused', why: 'unknown-lap' },
  closed: { kind: 'closed', code: 1006 },
  closedRevoked: { kind: 'closed', code: CLOSE_CODES.revoked },
  closedStopping: { kind: 'closed', code: CLOSE_CODES.stopping },
  due: { kind: 'due' },
} as const satisfies Readonly<Record<string, LinkEvent>>
type EventName = keyof typeof EVENTS

/** To which state each event leads; what is not listed leaves it as it is. */
const LEADS: Readonly<Record<Kind, Partial<Readonly<Record<EventName, Kind>>>>> = {
  off: { wanted: 'looking', denied: 'denied', mustExplain: 'explain' },
  nowhere: {},
  explain: { wanted: 'looking', unwanted: 'off', denied: 'denied', mustExplain: 'explain' },
  denied: { wanted: 'looking', unwanted: 'off', denied: 'denied', mustExplain: 'explain' },
  looking: {
    ...{ unwanted: 'off', denied: 'denied', mustExplain: 'explain', welcome: 'open', unpaired: 'unpaired' },
    ...{ revoked: 'refused', tooNew: 'refused' },
    ...{ closed: 'lost', closedRevoked: 'refused', closedStopping: 'lost' },
  },
  unpaired: {
    ...{ unwanted: 'off', welcome: 'open', paired: 'looking' },
    ...{ codeAsked: 'unpaired', codeShown: 'unpaired', codeTyped: 'unpaired' },
    ...{ wrongCode: 'unpaired', noCode: 'unpaired', tooManyTries: 'unpaired' },
    ...{ revoked: 'refused', tooNew: 'refused' },
    ...{ closed: 'lost', closedRevoked: 'refused', closedStopping: 'lost' },
  },
  open: {
    ...{ unwanted: 'off', revoked: 'refused', tooNew: 'refused' },
    ...{ closed: 'lost', closedRevoked: 'refused', closedStopping: 'lost' },
  },
  lost: { wanted: 'looking', unwanted: 'off', denied: 'denied', mustExplain: 'explain', due: 'looking' },
  refused: { wanted: 'looking', unwanted: 'off', denied: 'denied', mustExplain: 'explain' },
}

describe.for(Object.keys(STATES) as Kind[])('a link that is %s', kind => {
  test.for(Object.keys(EVENTS) as EventName[])('after %s', name => {
    const before: LinkState = STATES[kind]
    const after = nextLink(before, EVENTS[name])
    const wanted = LEADS[kind][name]
    if (wanted === undefined) expect(after).toBe(before)
    else expect(after.kind).toBe(wanted)
  })
})

test('says what is wrong with a code until another is asked for or typed', () => {
  const wrong = nextLink(STATES.unpaired, EVENTS.wrongCode)
  expect(wrong).toEqual({ kind: 'unpaired', code: 'shown', problem: 'wrong-code' })
  expect(nextLink(wrong, EVENTS.codeTyped)).toEqual({ kind: 'unpaired', code: 'checking', problem: null })
  const none = nextLink(wrong, EVENTS.tooManyTries)
  expect(none).toEqual({ kind: 'unpaired', code: 'none', problem: 'too-many-tries' })
  expect(nextLink(none, EVENTS.codeAsked)).toEqual({ kind: 'unpaired', code: 'asked', problem: null })
})

test('tries a bridge that was there soon and then less often, one that never was slowly', () => {
  const waits = (wasOpen: boolean): number[] => {
    let link: LinkState = wasOpen ? nextLink(STATES.open, EVENTS.closed) : nextLink(STATES.off, EVENTS.wanted)
    const all: number[] = []
    for (let i = 0; i < 9; i++) {
      if (link.kind === 'looking') link = nextLink(link, EVENTS.closed)
      if (link.kind === 'lost') all.push(retryMs(link))
      link = nextLink(link, EVENTS.due)
    }
    return all
  }
  expect(waits(true)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000])
  expect(waits(false)[0]).toBeGreaterThanOrEqual(5000)
  expect(waits(false).at(-1)).toBe(30_000)
})

test('is always one of the states, and never open without a welcome', () => {
  const events = fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 60 })
  fc.assert(
    fc.property(events, all => {
      let link: LinkState = STATES.off
      for (const event of all) {
        const before = link
        link = nextLink(link, event)
        expect(Object.keys(STATES)).toContain(link.kind)
        if (link.kind === 'open' && before.kind !== 'open') expect(event.kind).toBe('welcome')
      }
    }),
  )
})
