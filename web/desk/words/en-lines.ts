/** Moving the lines of a layout on the desk, in English. */
const sessions = (n: number): string => (n === 1 ? '1 session' : `${n} sessions`)

export const linesWords = {
  title: 'Lines of this layout',
  intro:
    'Drag a line on the map or use the buttons; the laps follow at once. Saving makes a new version of these lines, and the version before is kept.',
  keepsTimes:
    'The laps of the reference’s session have official times, which stay as they are wherever the lines lie.',
  opening: 'Reading the recording',
  never:
    'This start line is never crossed, so there would be no laps: put it across the road, in driving direction.',
  laps: 'Laps at these lines',
  before: 'Before',
  after: 'At these lines',
  change: 'Change',
  newLap: 'new',
  save: 'Save lines',
  cancel: 'Cancel',
  unchanged: 'Nothing was moved yet.',
  touches: (timed: number, official: number) =>
    official === 0
      ? `Saving times ${sessions(timed)} anew.`
      : `Saving times ${sessions(timed)} anew; ${sessions(official)} with official times ${official === 1 ? 'keeps' : 'keep'} them.`,
  saving: (n: number, of: number) =>
    of === 1 ? 'Timing laps anew' : `Timing laps anew, session ${n} of ${of}`,
  othersDone: (n: number) =>
    `${n === 1 ? '1 more session was' : `${n} more sessions were`} timed at the moved lines.`,
  versions: 'Versions of these lines',
  version: (n: number) => `Version ${n}`,
  inForce: 'in force',
  inEditor: 'shown here',
  putBack: 'Put back',
  use: 'Use again',
  useVersion: (n: number) => `Use again: version ${n}`,
  originMoved: 'Moved by hand',
  originAgain: (n: number) => `As in version ${n}`,
}

export type LinesWords = typeof linesWords
