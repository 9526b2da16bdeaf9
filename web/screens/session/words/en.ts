/** The words of what a person says about a session and its laps, in English; the type of this table is the contract. */
const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const list = (names: readonly (string | number)[]): string =>
  names.length < 2 ? `${names[0] ?? ''}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** "Lap 3", "Laps 3, 4 and 7", "12 laps". */
const laps = (numbers: readonly number[]): string => {
  if (numbers.length === 1) return `Lap ${numbers[0]}`
  return numbers.length <= 4 ? `Laps ${list(numbers)}` : `${numbers.length} laps`
}

const one = (numbers: readonly number[], single: string, several: string): string =>
  `${laps(numbers)} ${numbers.length === 1 ? single : several}.`

export const en = {
  laps,
  edit: 'Edit',
  share: 'Share',
  editSession: 'Edit the session',
  save: 'Save',
  cancel: 'Cancel',
  saving: 'Saving',
  saved: 'Saved what you said about this session.',
  undoneAnew: 'Undone, and its laps are timed at the lines they had before.',
  notSaved: 'Your changes were not saved.',
  goOn: 'Go on editing',
  discard: 'Discard them',
  draftWaits: 'Changes you typed here were not saved yet.',
  draftBack: 'These are the changes you had not saved.',

  name: 'Name',
  nameHint: 'Shown instead of the track',
  notes: 'Notes',
  notesHint: 'What you want to remember',
  showAll: 'Show all',
  showLess: 'Show less',
  tags: 'Tags',
  tagHint: 'Add a tag',
  removeTag: (tag: string) => `Remove the tag ${tag}`,
  usedBefore: 'Used before',

  conditions: 'Conditions',
  surface: 'Track surface',
  surfaces: { dry: 'Dry', damp: 'Damp', wet: 'Wet' },
  surfaceUnsaid: 'Not said',
  asSession: 'As the session',
  weather: 'Weather',
  weatherHint: 'Sunny, light rain …',
  airIs: 'air',
  trackIs: 'track',
  airTemperature: 'Air temperature',
  trackTemperature: 'Track temperature',
  notATemperature: (unit: string) =>
    `This is no temperature in ${unit}, so it cannot be saved; write a number such as 21.5, or leave it empty.`,

  driven: 'Car, driver and place',
  car: 'Car',
  newCar: 'Another car …',
  newCarName: 'Name of the car',
  driver: 'Driver',
  newDriver: 'Another driver …',
  newDriverName: 'Name of the driver',
  severalDrivers: (names: readonly string[]) => `${list(names)}, each as they are`,
  nameMissing: 'Write a name, or choose one from the list; nothing was saved yet.',
  layout: 'Track and layout',
  noLayout: 'Not known',
  onlyTrack: (track: string) => `${track}, layout not known`,
  setup: 'Setup',
  noSetup: 'None',
  noSetups: 'No setup of this car is kept yet.',
  toSetups: 'Setups in the garage',
  timeAnew: (layout: string) => `Time its laps anew at the lines of ${layout}`,
  timeAnewNote:
    'Until then its laps keep the times of the lines they were timed at, and do not count on the new layout.',
  timeAnewOfficial: 'Its laps have official times from the file, so they keep them.',
  timing: 'Timing the laps anew',
  stopTiming: 'Stop timing',
  timedElsewhere: (layout: string) =>
    `These laps were timed at other lines than those of ${layout}, so they do not count here yet.`,
  timeThemAnew: 'Time them anew',
  timedAnew: (n: number) => `Timed anew: ${plural(n, 'lap', 'laps')}.`,
  timingStopped: 'Stopped: the laps keep the times they had, and do not count on this layout yet.',
  wentBack: (wanted: string, now: string) =>
    `This recording does not cross the start line of ${wanted}, so the session is at ${now} and its laps keep their times; choose another layout.`,
  noLines: (wanted: string) =>
    `This recording could not be timed at the lines of ${wanted}, so its laps keep the times they had and do not count there.`,

  world: 'Driven',
  worlds: { real: 'On a real track', sim: 'In a sim' },
  worldSign: { real: 'Real', sim: 'Sim' },
  worldUnsaid: 'Not said',
  worldGuess: (guess: 'real' | 'sim' | null) =>
    guess === null ? '' : `Taken for ${guess === 'real' ? 'a real track' : 'a sim'} until you say so.`,
  privacy: 'Who may see it',
  privacyMeans: {
    device: 'It never leaves this device.',
    'my-devices': 'It may go to your own devices once you link some.',
    crew: 'Your crew may see it once you are in one.',
    league: 'Members of your league may see it once you are in one.',
    public: 'Anybody may see it once you publish it.',
  },
  nothingShared: 'Nothing is shared yet: Paddock keeps this for when you share.',

  parts: (number: number, of: number) => `Part ${number} of ${of} of one recording.`,
  otherParts: 'The rest:',
  part: (day: string, n: number) => `${day}, ${plural(n, 'lap', 'laps')}`,
  joinBack: 'Join them again',
  joined: (n: number) => `Joined ${n} parts to one session.`,

  selected: (n: number) => `${plural(n, 'lap', 'laps')} ticked`,
  tickHint: 'Tick laps to compare or edit them.',
  tick: (lap: string) => `Tick ${lap}`,
  tickAll: (n: number) => `Tick all ${n}`,
  tooMany: (most: number) => `Up to ${most} laps can be compared.`,
  markInvalid: 'Mark invalid',
  markInvalidTitle: (numbers: readonly number[]) => `${laps(numbers)}: mark invalid`,
  reason: 'Reason',
  reasonHint: 'Why it must not count',
  reasons: ['Off track', 'Traffic', 'Yellow flag', 'Cut', 'Spin', 'Rolling test'],
  countAgain: 'Let it count',
  asRecorded: 'As recorded',
  editLaps: 'Edit',
  editLapsTitle: (numbers: readonly number[]) => `Edit ${laps(numbers).replace(/^L/, 'l')}`,
  splitHere: 'Split here',
  splitNote: 'This lap and all after it become a session of their own.',
  validity: 'Counts',
  validities: { keep: 'As it is', valid: 'Yes', invalid: 'No', recorded: 'As recorded' },
  lapSurface: 'Track surface on these laps',
  severalSurfaces: 'As they are',
  lapNotes: 'Note',
  lapNotesHint: 'About these laps',
  severalNotes: 'They have different notes; what you write replaces all of them.',
  moveTitle: 'Move to another car or layout',
  moveNote: 'They become a session of their own there; the rest stays.',
  move: (n: number) => `Move ${plural(n, 'lap', 'laps')}`,
  sameCar: 'The same car',
  sameLayout: 'The same layout',

  marked: (numbers: readonly number[]) => one(numbers, 'does not count now', 'do not count now'),
  counts: (numbers: readonly number[]) => one(numbers, 'may count now', 'may count now'),
  recordedAgain: (numbers: readonly number[]) =>
    one(numbers, 'is as recorded again', 'are as recorded again'),
  lapsSaved: (numbers: readonly number[]) => `Saved what you said about ${laps(numbers).replace(/^L/, 'l')}.`,
  split: (n: number) => `${plural(n, 'lap is a session of its own', 'laps are a session of their own')} now.`,
  moved: (n: number) => `Moved ${plural(n, 'lap', 'laps')} to a session of their own.`,
  movedAll: 'Moved the session.',

  why: {
    chip: {
      deleted: 'Deleted',
      out: 'Out lap',
      in: 'In lap',
      partial: 'Part of a lap',
      invalid: 'Invalid',
      'counter-timed': 'Counter',
      'another-layout': 'Other layout',
      'lines-of-another-layout': 'Other lines',
    },
    yours: 'By you',
    deleted: 'It was deleted with its session.',
    out: 'It begins in the pits, so it is no whole lap.',
    in: 'It ends in the pits, so it is no whole lap.',
    partial: 'The recording has only a part of it.',
    'counter-timed': 'A lap counter timed it, up to a second late.',
    'another-layout': 'It was given to another layout than its session.',
    'lines-of-another-layout': 'It was timed at the lines of another layout.',
    byYou: (reason: string) => `You marked it invalid: ${reason}`,
    byRecording: (reason: string) => `The recording says it is invalid: ${reason}`,
    show: (lap: string, chip: string) => `${lap}: ${chip}. Why?`,
    overruledValid: 'The recording says it is valid.',
    overruledInvalid: (reason: string) => `The recording says it is invalid: ${reason}`,
    youCount: 'You let it count.',
    counts: 'It counts.',
  },
  note: 'Note',
  counterNotCompared: 'They are not compared with other sessions.',

  keys: {
    edit: 'Edit the session',
    share: 'Share the session',
    tick: 'Tick the chosen lap',
    tickNote: 'Shift and a click tick all up to a lap',
    invalid: 'Mark the ticked laps, or the chosen one, invalid',
    valid: 'Let them count',
    editLaps: 'Edit them: driver, surface, note',
    untick: 'Untick all laps',
  },
}

export type SessionWords = typeof en
