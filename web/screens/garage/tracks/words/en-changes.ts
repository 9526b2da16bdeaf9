/** The words for changing tracks and layouts, in English. */
import { plural } from '../../words/plural.ts'

export const changeWords = {
  edit: {
    title: 'Edit this track',
    name: 'Name',
    country: 'Country',
    noCountry: 'Not said',
    fromList: (country: string) => `${country}, as the list of known tracks says`,
    needsName: 'A track needs a name.',
    saved: (name: string) => `Saved ${name}.`,
  },
  editLayout: {
    title: 'Edit this layout',
    button: 'Edit layout',
    name: 'Name',
    length: (unit: string) => `Length, ${unit}`,
    lengthHint: 'Empty when it is not known.',
    needsName: 'A layout needs a name.',
    needsLength: 'A length is a number above zero, such as 5.891.',
    saved: (name: string) => `Saved the layout ${name}.`,
  },
  known: {
    button: 'This is the known track …',
    title: 'Which track is it?',
    is: (name: string) => `Known as ${name}`,
    isNone: 'Not one of the known tracks',
    text: 'Files that name it in any of its ways are then put here, and its country is known.',
    none: 'None of these',
    current: 'as it is now',
    saved: (name: string, known: string) => `${name} is now known as ${known}.`,
    savedNone: (name: string) => `${name} is now none of the known tracks.`,
    more: (n: number) => `${n} more: type to narrow the list.`,
  },
  merge: {
    button: 'Merge into another',
    title: (name: string) => `Merge ${name} into another track`,
    text: 'For one track that is here under two names. Nothing is lost, and it can be undone for 30 days.',
    none: 'There is no other track to merge it into.',
    moves: (layouts: number, sessions: number, laps: number, into: string) =>
      `${plural(layouts, 'layout', 'layouts')}, ${plural(sessions, 'session', 'sessions')} and ${plural(laps, 'lap', 'laps')} move to ${into}.`,
    keepsLayouts: 'Layouts stay apart; merge two of them afterwards if they are one.',
    mixes: 'One of them came with a sample and was never driven.',
    done: (from: string, into: string) => `Merged ${from} into ${into}.`,
  },
  mergeLayouts: {
    button: 'Merge into another layout',
    title: (name: string) => `Merge the layout ${name} into another`,
    text: 'For one layout that is here twice. Its sessions move, and their laps are timed anew at the lines of the other.',
    none: 'There is no other layout here to merge it into.',
    moves: (sessions: number, laps: number, into: string) =>
      `${plural(sessions, 'session', 'sessions')} with ${plural(laps, 'lap', 'laps')} move to ${into}.`,
    undo: 'Undo works until the first session was timed anew; stop the timing to undo.',
    done: (from: string, into: string) => `Merged the layout ${from} into ${into}.`,
    timing: (n: number, of: number) => `Timing laps anew, session ${n} of ${of}`,
    stop: 'Stop timing',
    timed: (n: number) => `${plural(n, 'session was', 'sessions were')} timed anew.`,
    official: (n: number) => `${plural(n, 'session keeps its', 'sessions keep their')} official times.`,
    untimed: (n: number) =>
      `${plural(n, 'session', 'sessions')} could not be timed there and ${n === 1 ? 'does' : 'do'} not count yet:`,
    stopped: (n: number) =>
      `Stopped. ${plural(n, 'session was', 'sessions were')} not timed anew yet; open ${n === 1 ? 'it' : 'them'} to do so.`,
    close: 'Done',
  },
}
