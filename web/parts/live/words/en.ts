/** The words of what is driven now, in English; the type of this table is the contract. */
import type { Flag, Grip, Rain, SessionKind } from '#shared/sim'

const sessions: Readonly<Record<SessionKind, string>> = {
  other: 'Session',
  practice: 'Practice',
  qualify: 'Qualifying',
  race: 'Race',
  hotlap: 'Hot lap',
  'time-attack': 'Time attack',
  drift: 'Drift',
  drag: 'Drag race',
  hotstint: 'Hot stint',
  superpole: 'Superpole',
  cruise: 'Cruise',
}
const flags: Readonly<Record<Flag, string>> = {
  none: 'No flag',
  blue: 'Blue: let the faster car by',
  yellow: 'Yellow: no overtaking',
  black: 'Black: disqualified',
  white: 'White: slow car ahead',
  chequered: 'Chequered: it is over',
  penalty: 'Penalty',
  green: 'Green',
  'orange-circle': 'Orange circle: repair the car',
  red: 'Red: stopped',
  'black-white': 'Black and white: warning',
  'red-yellow': 'Red and yellow: slippery',
  other: 'A flag',
}
const grips: Readonly<Record<Grip, string>> = {
  green: 'green',
  fast: 'fast',
  optimum: 'optimum',
  greasy: 'greasy',
  damp: 'damp',
  wet: 'wet',
  flooded: 'flooded',
}
const rains: Readonly<Record<Rain, string>> = {
  none: 'dry',
  drizzle: 'drizzle',
  light: 'light rain',
  medium: 'rain',
  heavy: 'heavy rain',
  thunderstorm: 'thunderstorm',
}

export const en = {
  unknown: 'Not available: the game does not say.',
  notDriven: 'Not driven yet.',

  currentLap: 'Current lap',
  lap: (n: number) => `Lap ${n}`,
  kinds: { timed: '', out: 'Out lap', in: 'In lap', partial: 'Part of a lap' },
  invalid: (reason: string) => `Invalid: ${reason}`,
  lastLapWas: (n: number) => `Lap ${n}, just finished`,
  newBest: 'Best of the session',
  newEver: 'Best ever here',

  delta: 'Delta',
  faster: 'faster',
  slower: 'slower',
  deltaSays: (seconds: string, faster: boolean) =>
    `${seconds} s ${faster ? 'faster' : 'slower'} than the reference`,
  predicted: 'Predicted',
  against: 'against',
  nothingToCompare: 'No lap to compare with yet',
  nextReference: 'Compare with the next reference',
  references: {
    session: 'best of this session',
    mine: 'my best with this car here',
    here: 'best here with any car',
    last: 'the last lap',
    chosen: 'a lap from the library',
  },
  missing: {
    session: 'no valid lap in this session yet',
    mine: 'none in the library yet',
    here: 'none in the library yet',
    last: 'not driven whole while this page was open',
    chosen: 'none chosen',
  },

  last: 'Last lap',
  best: 'Best of the session',
  theoretical: 'Best sectors together',
  ever: 'Best ever with this car here',
  noLap: 'none yet',

  sectors: 'Sectors',
  sector: (n: number) => `S${n}`,
  whichLap: 'Which lap',
  thisLap: 'Now',
  lastLap: 'Last',
  looks: {
    none: '',
    invalid: 'not counted',
    best: 'best ever',
    personal: 'session best',
    slower: 'slower',
  },
  noSectors: 'This game has told of no sectors here yet.',

  position: 'Position',
  of: (n: number) => `of ${n}`,
  lapsDone: 'Laps',
  timeLeft: 'Time left',
  flag: 'Flag',
  sessionKind: 'Session',
  sessions,
  flags,

  fuel: 'Fuel',
  fuelLevel: 'In the tank',
  fuelPerLap: 'Per lap',
  lapsLeft: 'Laps left',

  tyres: 'Tyres',
  wheels: { FL: 'Front left', FR: 'Front right', RL: 'Rear left', RR: 'Rear right' },
  compounds: { dry_compound: 'dry', wet_compound: 'wet' },
  scale: (from: string, to: string, unit: string) =>
    `The mark stands on a scale from ${from} to ${to} ${unit}.`,

  car: 'Car',
  gear: 'Gear',
  reverse: 'R',
  neutral: 'N',
  speed: 'Speed',
  rpm: 'Engine',
  throttle: 'Throttle',
  brake: 'Brake',

  conditions: 'Conditions',
  air: 'Air',
  track: 'Track',
  grip: 'Grip',
  grips,
  weather: 'Weather',
  rains,
  wind: 'Wind',
  windFrom: 'Wind from',
  points: ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as readonly string[],

  map: 'Track',
  mapLabel: 'The track from above, with the car on it',
  mapDrawing: 'The track is drawn as you drive it.',
  mapNone: 'The game does not say where the car is.',

  reading: (game: string, hz: number) => `${game}, ${hz} Hz`,
  waiting: (lookedFor: string) => `Waiting for a game: ${lookedFor}`,
  idle: 'The game runs and no car is on the track.',
  ended: 'The recording that was played is over.',
  live: 'Live',
  waitingShort: 'Waiting for a game',
  replayShort: 'A replay',
  spectatingShort: 'Another car',
  unreadableShort: 'The game cannot be read',
  kept: 'Being kept',
  notKept: 'Not being kept',
  paused: 'Paused in the game',
  replay: 'You are watching a replay: nothing is recorded.',
  spectating: 'You are watching another car: nothing is recorded.',
  menu: 'In the menus of the game.',
  lost: 'Connection lost',
  lostLong:
    'The connection to the rig-bridge is lost. What is driven goes on being kept there; this page tries again by itself.',
  stale: (seconds: number) => `These numbers are ${seconds} s old.`,

  said: {
    lap: (n: number, time: string) => `Lap ${n}: ${time}.`,
    invalid: 'It does not count.',
    best: 'Best of the session.',
    gap: (seconds: string) => `${seconds} s slower than the best of the session.`,
  },

  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  awake: {
    on: 'Screen stays on',
    off: 'Screen may sleep',
    refused: 'The browser lets the screen sleep, perhaps to save the battery.',
    unavailable: 'This browser cannot keep the screen on.',
  },
}

export type LiveWords = typeof en
