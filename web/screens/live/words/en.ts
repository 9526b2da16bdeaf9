/** The words around what is driven now: the way to the rig-bridge, and the choice of a lap, in English. */
import type { CodeProblem } from '#web/rig'

const problems: Readonly<Record<CodeProblem, string>> = {
  'wrong-code': 'These are not the digits the rig-bridge shows; nothing is lost, type them again.',
  'no-code': 'The code has run out; ask for a new one.',
  'too-many-tries': 'Too many wrong codes; ask for a new one.',
}

export const en = {
  title: 'Live',

  noBridge: 'No rig-bridge on this machine',
  noBridgeText:
    'It is a small program beside the game that shows and keeps every lap. Start it in the folder of Paddock, on the machine the game runs on:',
  command: 'npm run rig',
  noGame: 'No game at hand? It can drive a made-up one:',
  fakeCommand: 'npm run rig -- --fake acc',
  byItself: 'This page finds it by itself within half a minute.',
  tryNow: 'Try now',
  copy: 'Copy',
  copied: 'Copied',

  looking: 'Looking for the rig-bridge',

  explain: 'See what you drive',
  explainText:
    'The rig-bridge on this machine reads the game. The browser asks first whether this page may talk to programs on your own network; nothing is sent anywhere else. Allow it, and the page connects.',
  explainGranted: 'The browser allows this page to talk to the rig-bridge on this machine.',
  connect: 'Connect to the rig-bridge',

  denied: 'The browser does not let this page reach the rig-bridge',
  deniedText:
    'You, or a rule of this browser, said no to the local network. Your laps are kept by the rig-bridge all the same.',
  deniedSteps: [
    'Press the sign to the left of the address, open the settings of this site, and allow the local network (it may be called “apps on this device”). Then reload.',
    'Or open http://localhost:7420 on the machine of the game: there the browser asks nothing.',
  ],
  reload: 'Reload the page',
  home: 'Open http://localhost:7420',

  nowhere: 'This page cannot reach a rig-bridge',
  nowhereText:
    'It came over plain http from another machine, where a browser keeps nothing and allows nothing. Open http://localhost:7420 on the machine of the game, or scan the guest code that the rig-bridge shows to see live numbers here.',

  revoked: 'This page is no longer paired',
  revokedText: 'Somebody revoked it at the rig-bridge. Laps in the library stay. Pair it again to go on.',
  pairAgain: 'Pair again',
  tooNew: 'The rig-bridge is older than this page',
  tooNewText:
    'They do not understand each other. Laps go on being kept by it. Update Paddock on the machine of the game, start the rig-bridge again, and try again.',

  pair: 'Pair this page with the rig-bridge',
  pairText:
    'So that no other page can read along, the rig-bridge shows six digits in its own window (the console it was started in). Type them here once.',
  askCode: 'Show the six digits there',
  asked: 'Asking for the digits',
  code: 'The six digits',
  pairNow: 'Pair',
  checking: 'Checking',
  newCode: 'Show new digits',
  problems,

  waiting: 'Waiting for a game',
  waitingText:
    'The rig-bridge runs and finds no game yet. Start one and drive out: numbers come by themselves.',
  lookedFor: (where: string) => `It looks for: ${where}`,
  health: 'Health page of the rig-bridge',

  chooseLap: 'Choose a lap to compare with',
  chooseTitle: 'Compare with a lap from the library',
  chooseNone:
    'There is no lap to compare with yet: this layout is known from its first whole lap in the library on.',
  chooseHere: 'The fastest laps on this layout, with any car.',
  overlay: 'Small window above the game',
  overlayClose: 'Close the small window',
  overlayLink: 'The same as a page of its own',
  keys: {
    reference: 'Compare with the next reference',
    choose: 'Choose a lap to compare with',
    fullScreen: 'Full screen',
    awake: 'Keep the screen on',
    overlay: 'Small window above the game',
  },
  leave: 'Leave',
}

export type LiveScreenWords = typeof en
