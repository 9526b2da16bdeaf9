/** The words of storage and backups, in English; the type of this table is the contract of every language. */
import type { DeedKind } from '#web/store'

const many = (count: number, one: string, more: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`

export const en = {
  title: 'Storage and backups',
  sections: {
    storage: 'Storage',
    backup: 'Backup',
    deleted: 'Recently deleted',
    changes: 'Recent changes',
    check: 'Check',
    diagnostics: 'Diagnostics',
  },
  stop: 'Stop',
  storage: {
    text: 'Everything is kept by this browser, on this device. Nothing is uploaded. What you drove yourself is never removed to make room.',
    used: (used: string, quota: string) => `${used} used of ${quota} this browser allows, by its own count`,
    usedOnly: (used: string) => `${used} used`,
    unknown: 'This browser does not say how much is used.',
    kinds: { trace: 'Telemetry', original: 'Original files', picture: 'Pictures', livery: 'Liveries' },
    persisted: 'Kept safe: the browser will not clear it to make room.',
    notPersisted: 'The browser may clear it when the disk is nearly full.',
    ask: 'Ask the browser to keep it safe',
    refused:
      'The browser did not agree. Your laps stay stored; installing Paddock as an app usually changes its mind.',
    bySession: 'By session',
    shared: 'Needed by several sessions, counted once',
    other: 'Pictures, and what is kept so that changes can be undone',
    inTrash: 'deleted',
    more: (count: number) => `Show ${many(count, 'more session', 'more sessions')}`,
    unnamed: 'Unknown track',
    origin: (origin: string) => `This is the library of ${origin}. Other addresses have their own.`,
  },
  backup: {
    text: 'An export is one file with everything: sessions, laps, telemetry, your original files. It can be read without Paddock, and Paddock takes it back.',
    never: 'No backup has been made on this device yet.',
    last: (when: string, size: string) => `Last backup ${when}, ${size}.`,
    newer: (count: number) => `${many(count, 'session is newer than it.', 'sessions are newer than it.')}`,
    nothingNewer: 'Nothing is newer than it.',
    export: 'Export everything',
    exporting: 'Exporting',
    exported: (sessions: number, size: string) =>
      `Exported ${many(sessions, 'session', 'sessions')}, ${size}.`,
    waiting: (size: string) => `The export is ready, ${size}. Save it now: it goes when this page is closed.`,
    save: 'Save the file',
    missing: (count: number) =>
      `${many(count, 'piece of telemetry or file is', 'pieces of telemetry or files are')} damaged or gone here and so not in it.`,
    damagedRows: (count: number) =>
      `${many(count, 'record is', 'records are')} damaged and in it as far as can be read.`,
    reminder: 'Remind me',
    reminders: { monthly: 'Monthly', weekly: 'Weekly', off: 'Never' },
    reminderText: 'A quiet line in the library when something is newer than the last backup.',
    due: (count: number, when: string | null) =>
      when === null
        ? `${many(count, 'session is', 'sessions are')} in no backup yet.`
        : `${many(count, 'session is', 'sessions are')} newer than your last backup of ${when}.`,
    dueAction: 'Back up',
  },
  import: {
    choose: 'Import an export',
    reading: 'Reading the export',
    taking: 'Importing',
    from: (when: string, origin: string) => `Export of ${when}, from ${origin}`,
    unknownFrom: 'Export of unknown date',
    half: 'The file ends too early: what is whole in it can be imported, the rest is not there.',
    promised: (found: number, promised: number) =>
      `${found.toLocaleString('en')} of ${many(promised, 'session is', 'sessions are')} in it.`,
    columns: {
      what: 'Record',
      added: 'New',
      same: 'Already here',
      replaced: 'Newer there',
      kept: 'Newer here',
    },
    tables: {
      sessions: 'Sessions',
      laps: 'Laps',
      tracks: 'Tracks',
      layouts: 'Layouts',
      cars: 'Cars',
      drivers: 'Drivers',
      setups: 'Setups',
      settings: 'Settings',
      meta: 'Remembered choices',
      deeds: 'Changes that can be undone',
    },
    bytes: (count: number, size: string) =>
      `${many(count, 'new file', 'new files')} of telemetry and originals, ${size}.`,
    refused: (count: number) =>
      `${many(count, 'line makes', 'lines make')} no sense and will be left out; the file keeps them.`,
    missing: (count: number) =>
      `${many(count, 'piece of telemetry or file is', 'pieces of telemetry or files are')} not in it: those laps keep their times, without a chart.`,
    damaged: (count: number) =>
      `${many(count, 'file was', 'files were')} damaged in the export and left out; another copy of it can bring them.`,
    unknown: (count: number) =>
      `${many(count, 'file', 'files')} in it are not Paddock’s and will be left out.`,
    differ: (count: number) =>
      `${many(count, 'record differs', 'records differ')}: the later version will be in force, the other can be brought back under Recent changes.`,
    nothing: 'Everything in it is here already.',
    take: 'Import',
    cancel: 'Leave it',
    done: (added: number, replaced: number) =>
      `Imported: ${many(added, 'new session', 'new sessions')}, ${many(replaced, 'record', 'records')} replaced by later versions.`,
    doneDiffer: (count: number) =>
      `${many(count, 'record differed', 'records differed')}: the later version is in force; the other can be brought back under Recent changes.`,
    twice: 'Tracks, cars or drivers that are there twice now can be merged in the garage.',
    toLibrary: 'To the library',
  },
  deleted: {
    text: 'Deleted sessions stay here for 30 days, then they go for good.',
    none: 'Nothing was deleted in the last 30 days.',
    left: (days: number) => (days < 1 ? 'goes today' : `goes in ${many(days, 'day', 'days')}`),
    laps: (count: number) => many(count, 'lap', 'laps'),
    restore: 'Restore',
    restored: (name: string) => `${name} is back in the library.`,
    all: 'Restore all',
  },
  changes: {
    text: 'What was done in the last 30 days. Each can be undone, the latest first.',
    none: 'Nothing was changed in the last 30 days.',
    undo: 'Undo',
    more: (count: number) => `Show ${count.toLocaleString('en')} more`,
    kinds: {
      'edit-sessions': n => many(n, 'session changed', 'sessions changed'),
      'edit-laps': n => many(n, 'lap changed', 'laps changed'),
      split: () => 'Session split',
      join: n => `${many(n, 'session', 'sessions')} joined`,
      'move-laps': n => many(n, 'lap moved', 'laps moved'),
      'edit-track': () => 'Track changed',
      'merge-tracks': () => 'Tracks merged',
      'edit-layout': () => 'Layout changed',
      'merge-layouts': () => 'Layouts merged',
      'edit-car': () => 'Car changed',
      'merge-cars': () => 'Cars merged',
      'delete-car': () => 'Car deleted',
      'edit-driver': () => 'Driver changed',
      'merge-drivers': () => 'Drivers merged',
      'edit-setup': () => 'Setup changed',
      'delete-setup': () => 'Setup deleted',
      'merge-library': n => `Import: ${many(n, 'record', 'records')} taken`,
      'set-aside': n => `Import: ${many(n, 'older version', 'older versions')} set aside; undo takes them`,
      repair: n => `Repair of ${many(n, 'record', 'records')}`,
      undo: () => 'Undone',
    } satisfies Record<DeedKind, (count: number) => string> as Record<DeedKind, (count: number) => string>,
  },
  check: {
    text: 'Looks at every record, and finds what does not fit together. A thorough check also reads every byte and takes as long as an export.',
    quick: 'Check',
    thorough: 'Check thoroughly',
    running: 'Checking',
    repair: 'Repair',
    repairing: 'Repairing',
    good: (rows: number, size: string) =>
      `All is well: ${many(rows, 'record', 'records')} and ${size} of telemetry and files.`,
    goodText: 'The bytes themselves are read by a thorough check only.',
    repaired: 'Repaired what can be repaired. Changes of records can be undone under Recent changes.',
    names: {
      session: 'Recovered laps',
      tracks: 'Unknown track',
      cars: 'Unknown car',
      drivers: 'Unknown driver',
    },
    findings: {
      'damaged-rows': (n: number, tables: string) =>
        `${many(n, 'record', 'records')} cannot be read (${tables}); they stay where they are, and an export carries them.`,
      'wrong-derived': (n: number, fixed: boolean) =>
        fixed
          ? `Summaries of ${many(n, 'session', 'sessions')} were made anew.`
          : `Summaries of ${many(n, 'session', 'sessions')} do not fit their laps; a repair makes them anew.`,
      'laps-without-session': (n: number, fixed: boolean) =>
        fixed
          ? `${many(n, 'lap has', 'laps have')} a session again, called “Recovered laps”.`
          : `${many(n, 'lap has', 'laps have')} lost the session they belong to; a repair gives them one.`,
      'sessions-without-laps': (n: number) =>
        `${many(n, 'session has', 'sessions have')} lost all laps; importing a backup or the original file brings them back.`,
      'missing-record': (n: number, what: string, fixed: boolean) =>
        fixed
          ? `${what}: ${many(n, 'lost record has', 'lost records have')} a stand-in, to be named in the garage.`
          : `${what}: ${many(n, 'record is', 'records are')} lost that sessions or laps name.`,
      'missing-bytes': (n: number) =>
        `${many(n, 'piece of telemetry or file is', 'pieces of telemetry or files are')} gone; lap times are kept, and importing a backup or the original file brings them back.`,
      'damaged-bytes': (n: number) =>
        `${many(n, 'piece of telemetry or file is', 'pieces of telemetry or files are')} damaged on disk; importing a backup brings them back.`,
      'unneeded-bytes': (n: number, size: string, removed: number) =>
        removed > 0
          ? `${many(removed, 'file', 'files')} nothing has needed for 30 days removed.`
          : `${many(n, 'file', 'files')} (${size}) are needed by nothing; a repair removes those older than 30 days.`,
      'stray-pieces': (n: number, fixed: boolean) =>
        fixed
          ? `${many(n, 'leftover', 'leftovers')} of interrupted writing removed.`
          : `${many(n, 'leftover', 'leftovers')} of interrupted writing take room; a repair removes them.`,
    },
  },
  diagnostics: {
    text: 'What helps somebody find a fault: versions, sizes and counts. No names, no positions, no file names. Read it before you pass it on.',
    show: 'Show it',
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: 'The browser did not allow copying; select the text and copy it yourself.',
    save: 'Save as a file',
    label: 'Diagnostics, as text',
  },
}

export type KeepingWords = typeof en
