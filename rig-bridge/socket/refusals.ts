/** Saying no on the socket: the sentence for people, and the code the connection is closed with. */
import { CLOSE_CODES, type FromRig, MAX_RIG_MESSAGE, MAX_RIG_MESSAGES_PER_S } from '#shared/api'

export type Refusal = Extract<FromRig, { type: 'refused' }>['why']

const SENTENCES: Readonly<Record<Refusal, string>> = {
  'wrong-code':
    'That is not the code the rig-bridge shows, so this page is not paired yet; no lap is affected: look at its window and type the six digits again.',
  'no-code':
    'There is no code to compare with any more, so this page is not paired yet; no lap is affected: ask for a new code.',
  'too-many-tries':
    'Too many codes were asked for or typed wrong, so this page is not paired; no lap is affected: wait a few minutes and ask for a new code, or restart the rig-bridge.',
  revoked:
    'The rig-bridge no longer lets this page in, so live data stops here; laps it already has are safe: pair it again if it is yours.',
  protocol:
    'This page sent the rig-bridge something it does not understand and was disconnected; laps are safe: reload the page, and update both if it happens again.',
  'too-large': `This page sent the rig-bridge a message of more than ${MAX_RIG_MESSAGE} bytes and was disconnected; laps are safe: reload the page.`,
  'too-often': `This page sent the rig-bridge more than ${MAX_RIG_MESSAGES_PER_S} messages a second and was disconnected; laps are safe: reload the page.`,
  'too-slow':
    'This page did not keep up with the live data and was disconnected; laps are safe on the rig-bridge: it connects again by itself.',
  'too-new':
    'This page is newer than the rig-bridge, so it cannot be connected; laps are safe: update Paddock on the PC with the simulator and start the rig-bridge again.',
  'unknown-lap':
    'The rig-bridge does not have this lap, so there is nothing to fetch; other laps are not affected.',
  stopping:
    'The rig-bridge is stopping; what was driven is kept and fetched when it runs again: start it again to go on.',
}

/** Those after which the connection goes on. */
const CODES: Partial<Readonly<Record<Refusal, number>>> = {
  revoked: CLOSE_CODES.revoked,
  protocol: CLOSE_CODES.protocol,
  'too-large': CLOSE_CODES.tooLarge,
  'too-often': CLOSE_CODES.tooOften,
  'too-slow': CLOSE_CODES.tooSlow,
  'too-new': CLOSE_CODES.protocol,
  stopping: CLOSE_CODES.stopping,
}

export const closeCodeOf = (why: Refusal): number => CODES[why] ?? CLOSE_CODES.protocol

export const refusedMessage = (why: Refusal): FromRig => ({
  type: 'refused',
  why,
  message: SENTENCES[why],
})
