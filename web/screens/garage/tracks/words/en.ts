/** The words of the tracks of the garage, in English; the type of this table is the contract of every language. */
import type { NotRanked } from '#shared/bests'
import { plural } from '../../words/plural.ts'
import { bestsWords } from './en-bests.ts'
import { changeWords } from './en-changes.ts'

export const en = {
  search: 'Search by track, layout or country',
  count: (n: number) => plural(n, 'track', 'tracks'),
  emptyTitle: 'Your tracks will be here',
  emptyText:
    'Every track of a session appears here by itself, with its layouts, a drawing of each, and your best laps.',
  toImport: 'Import a file',
  columns: {
    name: 'Track',
    country: 'Country',
    length: 'Length',
    sessions: 'Sessions',
    laps: 'Laps',
    last: 'Last driven',
  },
  layout: 'Layout',
  best: 'Best lap',
  noBest: 'none',
  noLayout: 'No layout yet',
  loose: {
    title: 'Sessions without a layout',
    text: 'Their logs hold no positions, so nobody knows which layout it was; their laps compare within their session only.',
  },
  invented: 'Sample',
  inventedNote: 'A sample invented this track; what is driven here never mixes with yours.',
  noCountry: 'Country not said',
  noLength: 'not known',
  back: 'All tracks',
  gone: 'This track is no longer in the garage: it was merged into another. Its sessions are safe. Bring it back under Recent changes.',
  toChanges: 'Recent changes',
  alsoCalled: 'Also called',
  layouts: 'Layouts',
  deriving:
    'Bests of all sessions are being put together after an update, so some are missing here for a moment.',
  noSessions: 'Nothing was driven on this layout yet, so there is nothing to compare.',
  notes: 'Notes',

  road: {
    opening: 'Drawing the track',
    none: 'No lap here says where it was, so there is nothing to draw.',
    from: (time: string) => `Drawn from the best lap, ${time}`,
    fromAny: 'Drawn from a lap that was recorded here',
    start: 'S/F',
    finish: 'Finish',
    sector: (n: number) => `S${n}`,
    north: 'N',
    said: (corners: number, sectors: number) =>
      `Start and finish line, ${plural(sectors, 'sector', 'sectors')}, ${plural(corners, 'corner', 'corners')}.`,
  },
  corners: {
    title: 'Corners',
    found: 'Found in the driving of the best lap.',
    kept: 'Named or moved by you.',
    none: 'No corner was found here.',
    left: 'left',
    right: 'right',
    edit: 'Edit corners',
  },
  lines: {
    title: 'Lines laps are timed at',
    version: (n: number) => `Version ${n}`,
    inForce: 'in force',
    sectors: (n: number) => (n === 0 ? 'no sector lines' : plural(n, 'sector line', 'sector lines')),
    laps: (n: number) => plural(n, 'lap', 'laps'),
    otherwise: (n: number) =>
      `${plural(n, 'lap', 'laps')} timed otherwise: officially, by a lap counter, or at the lines of another layout.`,
    counting: 'counting',
    count: 'Count the laps of each',
    move: 'Move the lines',
    moveHint: 'Opens the desk with the best lap; laps are timed anew when lines are saved.',
    needsLap: 'Lines are moved on a lap with a trace, and there is none here.',
  },
  why: {
    deleted: 'It was deleted.',
    out: 'It left the pits, so it is no whole lap.',
    in: 'It came into the pits, so it is no whole lap.',
    partial: 'Only a part of it was recorded.',
    'counter-timed': 'It was timed by a lap counter, known to about a second only.',
    'another-layout': 'It was moved to another layout than its session.',
    'lines-of-another-layout': 'It was timed at the lines of another layout.',
  } satisfies Record<Exclude<NotRanked['why'], 'invalid'>, string>,
  byPerson: (reason: string) => `You marked it invalid: ${reason}`,
  byRecording: (reason: string) => `The recording says: ${reason}`,
  notCounted: {
    link: (n: number) => `${plural(n, 'lap does', 'laps do')} not count`,
    all: 'Every lap counts',
    title: 'Laps that do not count',
    lap: (n: number) => `Lap ${n}`,
    reading: 'Reading the laps',
    more: 'Show more',
    none: 'Every lap of these sessions counts.',
    unsaid: (n: number) =>
      `${plural(n, 'lap counts, but nobody said its', 'laps count, but nobody said their')} conditions, so ${n === 1 ? 'it is' : 'they are'} left out here.`,
  },
  ...bestsWords,
  ...changeWords,
}

export type TrackWords = typeof en
