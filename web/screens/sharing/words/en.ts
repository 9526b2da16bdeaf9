/** Words of sharing, in English; the type of this table is the contract. */
const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export const en = {
  title: (sessions: number) => (sessions === 1 ? 'Share this session' : `Share ${sessions} sessions`),
  nothingYet: 'Nothing leaves this device before you press the button below.',
  now: {
    title: 'Where it is now',
    here: 'On this device only.',
    members: 'members',
    public: 'public',
    line: (audience: string, day: string) => `${audience}, since ${day}`,
    held: (n: number) =>
      n === 0
        ? 'no other device is known to have received it'
        : `received by ${counted(n, 'other device', 'other devices')}, as far as this one knows`,
    withdraw: 'Withdraw',
    withdrawOf: (name: string) => `Withdraw: ${name}`,
    withdrawn: (name: string) =>
      `Withdrawn from ${name}. Devices that follow the rules drop it as soon as they hear of it.`,
    honest:
      'Withdrawing asks every device to drop it, and Paddock does. It cannot reach into a device that is never met again or that somebody changed.',
  },
  with: 'Share with',
  devices: 'My devices',
  devicesNote: 'yours only',
  /** Within a sentence. */
  ownDevices: 'my devices',
  none: 'You are in no league or crew that you can share with. Create or join one first, or share with your own devices.',
  toLeagues: 'To the leagues',
  audience: 'Who may see it',
  audiences: { members: 'Members', public: 'Anybody' },
  publicNote: 'Anybody who finds this league may fetch it, also people you do not know.',
  what: 'What',
  times: 'Times only',
  timesNote: 'kilobytes',
  recording: 'With the recording',
  recordingNote: 'others can time it again',
  trim: 'Kept back at both ends',
  trims: { none: 'Nothing', seconds: (n: number) => `${n} s` },
  trimNote:
    'For a drive that begins or ends at home: nothing recorded in its first and last seconds leaves, and its lines do not either.',
  preview: {
    title: 'Exactly what leaves',
    reading: 'Looking at what would leave.',
    sum: (sessions: number, laps: number, entry: string, trace: string | null) =>
      `${counted(sessions, 'session', 'sessions')}, ${counted(laps, 'lap', 'laps')}: ${entry} of times and names${
        trace ? ` and ${trace} of recording` : ', no recording'
      }.`,
    channels: (n: number) => `${counted(n, 'channel', 'channels')} of the recording`,
    position: 'The recording says where on earth the car was.',
    noPosition: 'The recording says nothing about where on earth the car was.',
    stays: 'What stays here',
    first: 'Of the first session:',
    always:
      'With them: of each lap its number, time, sectors, start, driver and whether it counts; the time zone; how it was recorded; your name and this device’s, which sign it.',
  },
  stays: {
    notes: 'your notes',
    tags: 'your tags',
    weather: 'what you noted of the weather',
    setup: 'the setup',
    original: 'the original file',
    overruled: 'what you changed and what was there before',
    'sim-facts': 'what the game said of tyres, fuel and damage',
  } as Readonly<Record<string, string>>,
  fields: {
    name: 'Name',
    startedAt: 'Driven',
    track: 'Track',
    layout: 'Layout',
    car: 'Car',
    className: 'Class',
    drivers: 'Drivers',
    world: 'Real or sim',
    game: 'Game',
    surface: 'Road',
    airC: 'Air',
    trackC: 'Track surface',
    laps: 'Laps',
  } as Readonly<Record<string, string>>,
  values: { real: 'Real', sim: 'Sim', dry: 'Dry', damp: 'Damp', wet: 'Wet' } as Readonly<
    Record<string, string>
  >,
  share: (name: string) => `Share with ${name}`,
  sharing: 'Sharing',
  shared: (sessions: number, name: string) =>
    `${counted(sessions, 'session', 'sessions')} shared with ${name}. It travels as soon as somebody is met.`,
  cancel: 'Cancel',
}
export type ShareWords = typeof en
