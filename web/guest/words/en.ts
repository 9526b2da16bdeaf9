/** The words of the guest view, in English. */
export const en = {
  title: 'Guest view',
  only: 'Guest view: live numbers only, nothing is kept here.',
  looking: 'Connecting to the rig-bridge',
  noSecret: 'This address is not whole',
  noSecretText:
    'What lets a guest in is missing from it. Scan the code on the health page of the rig-bridge again, or copy the whole address from there.',
  refused: 'This address is no longer good',
  refusedText:
    'Guests were given a new one at the rig-bridge, or it does not know this one. Ask for the code that is shown there now.',
  lost: 'The rig-bridge does not answer',
  lostText:
    'It may be switched off, in another network, or the address may be an old one. This page tries again by itself.',
  waiting: 'Waiting for a game',
  waitingText: 'The rig-bridge runs and no game is driven yet: numbers come by themselves.',
}

export type GuestWords = typeof en
