/** Words of two devices that meet by codes from screen to screen, in English; the type of this table is the contract. */
export const en = {
  offer: {
    device: 'Link another device',
    league: 'Connect a device beside me',
    making: 'Making a code.',
    first:
      '1. On the other device open Paddock, then Settings, My devices, “Answer a code”, and scan or paste this:',
    codeLabel: 'Code for the other device',
    second: '2. It then shows a code of its own. Scan or paste that here:',
    answerLabel: 'Code of the other device',
    take: 'Connect',
    empty: 'Paste the code of the other device here first.',
  },
  answer: {
    title: 'Answer a code',
    text: 'Another device shows a code. Scan it or paste it here.',
    codeLabel: 'Code of the other device',
    take: 'Read it',
    empty: 'Paste the code of the other device here first.',
    asks: {
      'be-my-device': (from: string) =>
        `${from} wants this device to be one of its person’s own. What their devices share comes here, and what is kept here for “my devices” goes there.`,
      meet: (from: string) =>
        `${from} wants to meet this device once, to bring what you share level. Nobody’s device becomes somebody else’s.`,
    },
    back: 'Show this code to the other device:',
    backLabel: 'Answer for the other device',
    waiting: 'Waiting for the other device to take it.',
  },
  compare: {
    title: 'Do both screens show these four words?',
    text: 'Look at both screens. If one word differs, somebody else is in between: then say no.',
    yes: 'Yes, all four',
    no: 'No',
    waiting: 'Waiting until the other screen says yes too.',
    done: 'Connected.',
    denied: 'Nothing was connected and nothing was sent. Begin again from both screens.',
  },
  again: 'Begin again',
  cancel: 'Cancel',
  close: 'Close',
}
export type PairingTable = typeof en
