/** The words about cars, in English. */
import { plural } from './plural.ts'

const partsMoved = (sessions: number, laps: number, setups: number): readonly string[] => [
  ...(sessions > 0 ? [`${plural(sessions, 'session', 'sessions')} with ${plural(laps, 'lap', 'laps')}`] : []),
  ...(setups > 0 ? [plural(setups, 'setup', 'setups')] : []),
]

export const carWords = {
  search: 'Search by name, make, model or class',
  count: (n: number) => plural(n, 'car', 'cars'),
  add: 'Add a car',
  addHint: 'Its name, as you call it',
  addText:
    'Cars of your sessions are here by themselves. Add one to keep its data and setups before you drive it.',
  addButton: 'Add',
  added: (name: string) => `Added ${name}.`,
  exists: (name: string) => `There is a car of this name already: ${name}.`,
  emptyTitle: 'Your cars will be here',
  emptyText:
    'Every car of a session appears here by itself, with its laps, distance and best times. You can add one by hand too.',
  toImport: 'Import a file',
  columns: {
    name: 'Car',
    class: 'Class',
    sessions: 'Sessions',
    laps: 'Laps',
    distance: 'Distance, about',
    last: 'Last driven',
    best: 'Best lap',
  },
  noBest: 'none',
  distanceNote:
    'Distance is whole laps times the length of their layout. Best lap is on the layout driven most.',
  back: 'All cars',
  gone: 'This car is no longer in the garage: it was merged into another or deleted. Its sessions are safe. Bring it back under Recent changes.',
  toChanges: 'Recent changes',
  data: 'Data',
  notes: 'Notes',
  facts: {
    make: 'Make',
    model: 'Model',
    year: 'Year',
    className: 'Class',
    powerW: 'Power',
    weightKg: 'Weight',
    drivetrain: 'Driven wheels',
    engine: 'Engine',
    tyres: 'Tyres',
  },
  drivetrains: { rear: 'Rear', front: 'Front', all: 'All four' },
  fromList: "from the game's list",
  noFacts: 'Nothing is written down about this car yet.',
  alsoCalled: 'Also called',
  unsaid: 'not said',
  name: 'Name',
  editTitle: 'Edit this car',
  saved: (name: string) => `Saved the data of ${name}.`,
  draft: 'This is what you wrote here before and did not save.',
  problems: {
    name: 'A car needs a name.',
    year: 'A year is four digits, such as 2019.',
    powerW: 'Power is a number above zero, such as 400.',
    weightKg: 'Weight is a number above zero, such as 1260.',
  },
  known: {
    title: 'Which car of the game is it?',
    button: 'This is the known car …',
    is: (name: string) => `Known as ${name}`,
    isNone: 'Not one of the known cars',
    text: 'Make, model and class are then taken from the list wherever you wrote nothing, and files that name it are put here.',
    none: 'None of these',
    current: 'as it is now',
    saved: (name: string, known: string) => `${name} is now known as ${known}.`,
    savedNone: (name: string) => `${name} is now none of the known cars.`,
    more: (n: number) => `${n} more: type to narrow the list.`,
  },
  picture: {
    add: 'Add a picture',
    change: 'Change the picture',
    remove: 'Remove the picture',
    of: (name: string) => `Picture of ${name}`,
    working: 'Making the picture smaller',
    saved: (name: string) => `${name} has a new picture.`,
    removed: (name: string) => `Removed the picture of ${name}.`,
    problems: {
      large: 'This picture is larger than 20 MB, so it was not kept; save it smaller and try again.',
      pixels:
        'This picture has more than 50 million pixels, so it was not kept; save it smaller and try again.',
      unreadable:
        'This file is no picture that this browser can read, so nothing was changed; try a JPEG or PNG.',
      failed:
        'The picture could not be made smaller here, so nothing was changed; save it smaller and try again.',
    },
  },
  deleteText: (name: string) => `Deleted ${name}.`,
  inUse: 'It can be deleted once no session or setup names it.',
  merge: {
    title: (name: string) => `Merge ${name} into another car`,
    text: 'For one car that is here under two names. Nothing is lost, and it can be undone for 30 days.',
    moves: (sessions: number, laps: number, setups: number, into: string) =>
      `Moves to ${into}: ${partsMoved(sessions, laps, setups).join(', ') || 'only its name'}.`,
    keepsFacts: (into: string) => `${into} keeps its own data, notes and picture.`,
    done: (from: string, into: string) => `Merged ${from} into ${into}.`,
    noOther: 'There is no other car to merge it into.',
  },
}
