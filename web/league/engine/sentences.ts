/** What the office says when something cannot be done: what happened, what it means for the data, what to do. */
import type { AgreementFailure, FetchOutcome } from '#shared/sync'
import type { Answer } from '../office.ts'

export const done: Answer<null> = { ok: true, value: null }
export const answered = <T>(value: T): Answer<T> => ({ ok: true, value })
export const refused = (message: string): { readonly ok: false; readonly message: string } => ({
  ok: false,
  message,
})

export const SAID = {
  notAdmin:
    'Only an admin of this league can do that, so nothing was changed; ask one of the admins listed under People.',
  notSteward:
    'Only a steward or an admin of this league can do that, so nothing was changed; ask one of those listed under People.',
  notYourDecision:
    'A decision is taken back by whoever made it, so this one still stands; ask the person named beside it.',
  noReason: 'A decision is shown with its reason, so nothing was changed; write one in a few words.',
  noLeague: 'This device does not keep that league any more; nothing was changed.',
  noRoomForNotes:
    'This league has as many notes as one can have, so the room was not entered; nothing was changed.',
  noPerson: 'Nobody of that name is in this league by what this device knows; nothing was changed.',
  noInvite: 'That invitation is not open any more; nothing was changed.',
  notALink:
    'That is no invitation of Paddock; nothing was changed. Copy the whole link, or scan its code again.',
  newerLink:
    'That invitation comes from a newer Paddock than this one, so it was not used; reload this page to update it, then try again.',
  workerGone:
    'The part of this page that keeps leagues has stopped; what was saved is safe. Reload the page and try again.',
  noAddress:
    'This browser offers no address to meet at, so no code could be made; nothing was changed. Connect this device to a network, or allow the camera, and try again.',
  notACode:
    'That is no pairing code, or not all of it; nothing was changed. Scan or copy it again from the other screen.',
  foreignAnswer:
    'That code answers another pairing, so the two devices were not connected and nothing was changed. Start again on both screens.',
  ownCode: 'That code was made on this device; read it with the other one. Nothing was changed.',
  wrongCode:
    'That is the other one of the two codes: the first screen shows a code, the second answers with its own; nothing was changed.',
  oldCode:
    'That code was made long ago and leads nowhere any more; nothing was changed. Show a new one on the other screen.',
  notMet:
    'The two devices could not reach each other, so nothing was changed; put both on one network (a phone’s hotspot will do) and start again.',
  metButApart:
    'The two devices are linked, but could not begin to sync just now; nothing is lost, and they go on by themselves when they meet again.',
  cannotKeep:
    'This device could not keep all it was given, so it was not linked; what was here stays as it is. Free some space, reload the page and try again.',
  newerCode:
    'That code comes from a newer Paddock than this one, so it was not used; reload this page to update it, then try again.',
  pairingEnded: 'The pairing was ended here; nothing was changed.',
  needsPersonKey:
    'Another device becomes yours through one that holds your recovery key, and this one does not; link it from the device you began with, or restore from your words here first.',
  needsInviteFromAdmin:
    'The other person is no member of this league, and only an admin can bring somebody in; nothing was shared.',
  otherCannotKeep:
    'The other device could not keep what it was given, so it was not linked; what is on this one stays as it is. Try again.',
  noSuchLap: 'That lap is not in this league any more; nothing was changed.',
} as const

export const agreementSaid: Readonly<Record<AgreementFailure, string>> = {
  'no-answer':
    'The other device did not answer in time, so the two were not linked and nothing was changed; start again on both screens.',
  lost: 'The connection between the two devices broke before they were linked; nothing was changed. Start again, with both on one network.',
  denied: 'The words were said to differ, so nothing was linked or shared. Start again with new codes.',
  'not-theirs':
    'The other device named a key that it does not hold, so nothing was linked or shared. Start again, and compare the words well.',
  broken:
    'The other side did not keep to the rules of a pairing, so nothing was linked or shared. Start again on both screens.',
  'newer-version':
    'The other device runs a newer Paddock than this one, so nothing was linked; reload this page to update it.',
  'older-version':
    'The other device runs an older Paddock, so nothing was linked; reload the page there to update it.',
}

export const fetchSaid: Readonly<Record<Extract<FetchOutcome, { ok: false }>['kind'], string>> = {
  'nobody-has-it':
    'Nobody who is connected now has this recording, so it cannot be opened yet; its times are kept here. It comes once its driver, or a relay, is connected.',
  stopped:
    'Fetching the recording was stopped; what came so far is kept and it goes on from there next time.',
  'no-room':
    'There is no room left on this device for the recording; your own laps are safe. Free some space under Settings, then try again.',
  unavailable:
    'This browser could not store the recording just now; your own laps are safe. Reload the page and try again.',
  damaged:
    'The recording that came is not the one its driver named, so it was not kept; its times stay as they are. Try again when somebody else who has it is connected.',
}
