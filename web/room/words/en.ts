/** Words of a crew's room, in English; the type of this table is the contract. */
export const en = {
  notes: 'Notes',
  notesOf: (name: string) => `Notes of ${name}`,
  placeholder:
    'What everybody should know: the plan, the pressures, who drives next. All of you can write here at once.',
  viewer: 'Viewers read along.',
  keeping: {
    kept: 'kept on this device',
    keeping: 'being kept …',
    'not-kept':
      'What you wrote last could not be kept on this device: it is lost if you close the page. Free some space under Settings; it is tried again with the next letter.',
  },
  people: 'Who is here',
  you: 'you, on this device',
  youElsewhere: 'you',
  alone: 'Nobody else is in the room now.',
  strangers: (n: number) =>
    n === 1
      ? 'One page did not prove whose it is, so it is not shown by name.'
      : `${n} pages did not prove whose they are, so they are not shown by name.`,
  inRoom: 'in the room',
  onDesk: (road: string | null, place: string | null) =>
    `on the desk${road ? `: ${road}` : ''}${place ? `, ${place}` : ''}`,
  /** What is not as it should be, after which it says by whom notes travel. */
  links: {
    opening: 'Looking for the others …',
    'no-key':
      'The room’s key is not on this device yet, so you do not see who is here; it comes from the first member you meet.',
    viewer: 'Viewers read the notes and do not see who is here.',
    'no-signal':
      'Nobody was found who brings your pages together (a relay of the league, or a rig-bridge on this PC), so you do not see who is here.',
    open: '',
    paused: 'This device is paused, so you do not see who is here and nothing you write leaves it yet.',
  },
  devices: (n: number) =>
    n === 0
      ? 'Notes wait on this device until you meet somebody.'
      : `Notes still travel: ${n === 1 ? 'one device of the league is' : `${n} devices of the league are`} connected.`,
  renew: 'Make a new key',
  renewNote: 'If no device has the key any more, make a new one: all members get it when they meet.',
  leave: 'Leave the room',
  enter: 'Enter the room',
  left: 'You left the room: nobody sees you here. Notes are kept, and level again when you come back.',
  deskBar: (name: string) => `Room of ${name}`,
  open: 'Open the room',
  follow: (name: string) => `Follow ${name}`,
  followStop: (name: string) => `Stop following ${name}`,
  deskAlone: 'nobody else is here',
  elsewhere: (name: string) => `${name} looks at another road`,
  deskShown: (road: string) => (road === '' ? 'They see your cursor.' : `They see your cursor on ${road}.`),
  deskHidden:
    'They see that you are on the desk, and nothing of it: the reference lap is not shared with them.',
}
export type RoomWords = typeof en
