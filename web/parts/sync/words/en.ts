/** Words about people's devices and how far they are, in English; the type of this table is the contract. */
const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export const en = {
  /** `when` is a time of day or a date. */
  level: (others: number, when: string | null) =>
    `level with ${counted(others, 'other', 'others')}${when ? `, ${when}` : ''}`,
  levelWith: (name: string, when: string | null) => `level with ${name}${when ? `, ${when}` : ''}`,
  alone: 'nobody met yet',
  away: (when: string | null) => (when ? `nobody connected; last level ${when}` : 'nobody connected'),
  comparing: (others: number) => `comparing with ${counted(others, 'other', 'others')}`,
  sending: (n: number, name: string | null) => (name ? `sending ${n} to ${name}` : `sending ${n}`),
  receiving: (n: number, name: string | null) => (name ? `receiving ${n} from ${name}` : `receiving ${n}`),
  both: (send: number, receive: number) => `sending ${send}, receiving ${receive}`,
  paused: 'paused on this device',
  attention: 'somebody should look',
  routes: {
    here: 'same machine',
    lan: 'same network',
    direct: 'directly',
    relayed: 'through a relay',
    paired: 'paired by code',
  },
  phases: { comparing: 'comparing', receiving: 'receiving', sending: 'sending', level: 'level' },
  /** Asked once, before the first league. */
  ownName: 'Your name, as others see it',
  ownNameWrong:
    'Say your name first, with at most 80 letters: without one nobody knows whose laps these are.',
  uses: { devices: 'My devices', crew: 'Crew', league: 'League' },
  roles: { admin: 'Admin', steward: 'Steward', driver: 'Driver', viewer: 'Viewer' },
  roleNotes: {
    admin: 'decides who belongs here',
    steward: 'decides about laps and lines',
    driver: 'shares laps',
    viewer: 'looks, shares nothing',
  },
  code: {
    copy: 'Copy',
    copied: 'Copied.',
    copyFailed: 'The browser did not let Paddock copy. Select the text and copy it yourself.',
    picture: 'The same as a code to scan',
    scan: 'Scan with the camera',
    scanEnd: 'Stop the camera',
    view: 'What the camera sees',
    fromPicture: 'Read from a picture',
    refused:
      'The browser does not let Paddock use the camera. Nothing was read; allow it for this page, or paste the text instead.',
    noCamera: 'No camera could be used here. Nothing was read; paste the text instead.',
    nothing:
      'No code was found in this picture. Nothing was read; take it closer and straight, or paste the text.',
  },
  /** How a connection ended, after a name: 'Kim’s laptop …'. */
  ends: {
    closed: 'closed the connection',
    lost: 'was lost; it is tried again by itself',
    replaced: 'connected anew, so the earlier connection was closed',
    'no-answer': 'did not answer in time; it is tried again by itself',
    'wrong-league': 'belongs to another league, so nothing was given to it',
    'wrong-proof': 'could not prove who it is, so nothing was given to it',
    'not-a-member': 'is no member here, so nothing was given to it',
    removed: 'was removed here, so nothing more is given to it',
    'newer-version': 'runs a newer Paddock that this one does not understand; update this one',
    'older-version': 'runs an older Paddock that this one does not understand; update it there',
    'broken-protocol': 'sent something that makes no sense; nothing of it was kept',
    'too-much': 'sent more than is allowed; what was too much was not kept',
    lied: 'sent laps that are not what they say; nothing of it was kept',
    paused: 'waits, because this device is paused',
  },
}
export type SyncWords = typeof en
