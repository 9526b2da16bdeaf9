/** The words about drivers, in English. */
import { plural } from './plural.ts'

export const driverWords = {
  search: 'Search by name or track',
  count: (n: number) => plural(n, 'driver', 'drivers'),
  emptyTitle: 'Drivers will be here',
  emptyText: 'Everybody named in your sessions appears here by themselves.',
  unnamed: 'Driver without a name',
  columns: { name: 'Driver', sessions: 'Sessions', laps: 'Laps', tracks: 'Tracks', last: 'Last seen' },
  back: 'All drivers',
  gone: 'This driver is no longer here: merged into another. The laps are safe. Bring the driver back under Recent changes.',
  toChanges: 'Recent changes',
  rename: 'Rename',
  name: 'Name',
  renamed: (before: string, after: string) => `${before} is now called ${after}.`,
  alsoCalled: 'Also called',
  merge: {
    title: (name: string) => `Merge ${name} into another driver`,
    text: 'For one person who is here under two names. Nothing is lost, and it can be undone for 30 days.',
    moves: (laps: number, sessions: number, into: string) =>
      `${plural(laps, 'lap', 'laps')} in ${plural(sessions, 'session', 'sessions')} will be driven by ${into}.`,
    done: (from: string, into: string) => `Merged ${from} into ${into}.`,
    noOther: 'There is no other driver to merge with.',
  },
}
