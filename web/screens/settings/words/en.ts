/** Words of the settings about the rig-bridge, in English; the type of this table is the contract. */
export const en = {
  rig: 'Rig',
  text: 'The rig-bridge is a small program beside the game. It shows every lap live and keeps it, also while no page is open.',
  states: {
    off: 'Not connected.',
    nowhere: 'Not from here: open http://localhost:7420 on the machine of the game.',
    explain: 'Not connected: the browser asks before this page may reach it.',
    denied:
      'The browser does not let this page reach it. Allow the local network in the settings of this site, or open http://localhost:7420 on the machine of the game.',
    looking: 'Looking for it.',
    unpaired: 'Found, and not paired with this page yet: it shows six digits in its own window.',
    lost: 'No rig-bridge answers on this machine. Laps it recorded wait there and come once it runs.',
    revoked: 'The pairing was revoked at the rig-bridge. Laps in the library stay.',
    tooNew:
      'It is older than this page, so they do not understand each other. Update it on the machine of the game.',
  },
  open: (version: string) => `Paired and connected, version ${version}.`,
  waiting: (n: number) => `${n} ${n === 1 ? 'lap waits' : 'laps wait'} to come into this library.`,
  kept: (n: number) => `${n} ${n === 1 ? 'lap' : 'laps'} kept since this page was opened.`,
  pair: 'Pair this page',
  connect: 'Connect',
  toLive: 'Go to Live',
  forget: 'Forget the pairing',
  forgotten:
    'This page is not paired any more. Laps in the library stay; the rig-bridge keeps its laps for the next page.',
  health: 'Health page of the rig-bridge',
  healthNote: 'What it sees of the game, how fast, and who is paired; on the machine it runs on.',
  guests: 'Numbers on a phone or in a stream',
  guestsText:
    'Start the rig-bridge with --guest: its health page then shows a code to scan. Guests see live numbers only, and nothing is kept on their device.',
}

export type SettingsRigWords = typeof en
