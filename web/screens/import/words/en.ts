/** The words of the screen that imports, in English; what the frame says of it is in `web/words`. */
const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export const en = {
  title: 'Import',
  choose: 'Choose files',
  chooseMore: 'Choose more files',
  zone: 'Drop log files or folders here, paste them, or choose them.',
  zoneTouch: 'Choose log files here, or share them with Paddock from another app.',
  formats:
    'TrackAddict, RaceChrono, RaceBox, Racelogic VBOX, MoTeC, AiM, Harry’s LapTimer, NMEA, GPX and tables of any kind (CSV). Everything is read on this device.',
  list: 'Files of this import',
  filesDone: (done: number, all: number) => `${done} of ${plural(all, 'file', 'files')} done`,
  stop: 'Stop',
  stopFile: (name: string) => `Stop importing ${name}`,
  stopAll: 'Stop all',
  clear: 'Clear the list',
  remove: (name: string) => `Remove ${name} from this list`,
  again: 'Try again',
  open: 'Open session',
  with: (names: string) => `with ${names}`,
  stages: {
    checking: 'Looking whether it is here already',
    reading: 'Reading',
    timing: 'Finding the track and timing the laps',
    saving: 'Saving on this device',
  },
  states: {
    waiting: 'Waiting for its turn',
    running: 'Importing',
    done: 'Imported',
    already: 'In your library already',
    table: 'Needs your help',
    failed: 'Not imported',
    lone: 'Not imported',
    cancelled: 'Stopped',
  },
  alreadyText: 'Exactly this file was imported before, so it was not read again.',
  alreadyReadWith: (names: string) =>
    `Exactly this file was imported before; now it was read again together with ${names}.`,
  cancelledText: 'Stopped before it was complete, so nothing of it was kept.',
  loneText: (first: string) =>
    `This file only goes with another of the same name ending in .${first}, so nothing was imported from it: drop both together.`,
  lapsFound: (laps: number, ranked: number) =>
    laps === 0 ? 'no laps' : `${plural(laps, 'lap', 'laps')}, ${ranked} valid and timed`,
  bestIs: 'best',
  newTrack: 'new track',
  deletedSince: 'Deleted since.',
  noteKinds: { info: 'Note', guessed: 'Guessed', dropped: 'Left out', problem: 'Problem' },
  moreNotes: (n: number) => `Show ${plural(n, 'more remark', 'more remarks')}`,
  timedBy: {
    marks: 'Laps timed by the marks in the file.',
    'known-layout': 'Laps timed at the start line of this layout.',
    'file-lines': 'Laps timed at the start line in the file.',
    'lap-column': 'Laps from the lap counter in the file, less exact.',
    'proposed-line': 'Laps timed at a start line that Paddock put on the road.',
    nothing: 'The file has no laps.',
  },
  safe: {
    granted: 'Kept safe: the browser promised not to clear your library to make room.',
    refused:
      'The browser did not promise to keep your library when the disk is nearly full. Your laps are stored; installing Paddock as an app usually changes its mind.',
    unsupported:
      'This browser makes no promise about keeping your library; your laps are stored all the same.',
    ask: 'Ask the browser again',
  },
  shared: {
    title: (n: number) => `${plural(n, 'file was', 'files were')} shared with Paddock`,
    text: 'Import them only if you shared them yourself.',
    yes: 'Import',
    no: 'Discard',
    none: 'What was shared holds no file that could be kept, so there is nothing to import; save it as a file and choose it here.',
  },
  line: {
    title: 'Start/finish line',
    check: 'Check the start line',
    draw: 'Draw the start line',
    move: 'Move the start line',
    intro:
      'Is this where a lap begins? Drag the line along the road, or use the buttons. The laps follow at once; nothing changes until you save.',
    introNone:
      'No line is known for this road yet. Drag it to where a lap begins, or use the buttons. The laps follow at once; nothing changes until you save.',
    keepsTimes:
      'Lap times of this session are official and stay as they are; the line counts for other sessions on this layout.',
    reset: 'Back to how it was',
    keep: 'Keep this line',
    save: 'Save this line',
    saving: 'Saving the line and timing the laps',
    saved: 'Saved. Laps on this layout are timed at this line.',
    kept: 'Kept. Laps on this layout are timed at this line.',
    others: (n: number) => `Timing ${plural(n, 'other session', 'other sessions')} at this line`,
    never: 'The line is never crossed in its direction, so there are no laps. Move it onto the road.',
    laps: (timed: number) => plural(timed, 'timed lap', 'timed laps'),
    opening: 'Reading the road from the original',
    mapLabel: 'The road from above, coloured by speed, with the start/finish line across it',
    trackName: 'Name of this track',
    trackHint: 'Nobody said where this is',
    rename: 'Save the name',
    close: 'Close',
  },
  table: {
    intro:
      'This is a table, but not of a program Paddock knows. Say what its columns are; the next file with the same columns is read without asking.',
    time: 'Time',
    timeKind: 'Kind of time',
    timeKinds: {
      seconds: 'seconds from a start',
      milliseconds: 'milliseconds from a start',
      'unix-seconds': 'seconds since 1970, UTC',
      'unix-milliseconds': 'milliseconds since 1970, UTC',
      clock: 'time of day, hh:mm:ss',
      'date-time': 'date and time in one column',
      'date-and-clock': 'time of day, with the date in another column',
      rate: 'no time column: so many rows a second',
    },
    dateColumn: 'Date',
    dateOrder: 'Order of the date',
    dateOrders: { ymd: 'year month day', dmy: 'day month year', mdy: 'month day year' },
    rate: 'Rows a second',
    roles: { lat: 'Latitude', lon: 'Longitude', speed: 'Speed', lap: 'Lap number' },
    unitOf: (what: string) => `Unit of ${what}`,
    chooseUnit: 'choose its unit',
    none: 'not in this table',
    others: (kept: number, all: number) => `Other columns: ${kept} of ${all} kept`,
    keep: (name: string) => `Keep ${name}`,
    preview: 'First rows, as they stand in the file',
    read: 'Read it like this',
    lacks: {
      time: 'Choose the column that holds the time; without it nothing can be put in order.',
      pair: 'Latitude and longitude go together: choose both, or neither.',
      unit: 'Choose the unit of the speed; the file does not say it.',
      channel: 'Keep at least one column beside the time.',
    },
    noUnit: 'no unit',
    anew: 'Choose its columns anew',
    anewText: 'This session was read from a table whose columns you explained.',
  },
  join: {
    offer: (first: string, second: string) =>
      `${second} goes on where ${first} ended. Was it one session, recorded in two files?`,
    yes: 'Join them into one session',
    no: 'Keep them apart',
    joining: 'Joining both files',
    into: 'Part of a session joined from several files.',
    joined: 'Joined into one session. The two parts are under deleted sessions.',
  },
  origin: {
    title: 'Where this session comes from',
    file: 'File',
    files: 'Files',
    companion: 'goes with it',
    continuation: 'goes on in it',
    format: 'Format',
    reader: 'Read by',
    version: (version: number) => `Paddock’s own reader, version ${version}`,
    laps: 'Laps',
    size: 'Size',
    notes: 'What was guessed or left out',
    noNotes: 'Nothing was guessed or left out.',
    again: 'Read the original again',
    againText:
      'With everything Paddock has learnt since. Your notes, and the laps you know, stay; the file is never changed.',
    reading: 'Reading the original again',
    done: (before: number, after: number) =>
      before === after
        ? `Read again: ${plural(after, 'lap', 'laps')}, as before.`
        : `Read again: ${plural(after, 'lap', 'laps')}; before there were ${before}.`,
    sample: 'A simulated drive on an invented circuit; there is no file behind it.',
    recovered: 'Laps that a check of the library found without their session; there is no file behind them.',
    rigText:
      'Times are the game’s own, to the millisecond. There is no file behind it: laps and their telemetry are in this library.',
    shared:
      'Another device published it in a league. There is no file behind it here: its laps are copies, and its author can withdraw them.',
    sharedOwn:
      'Recorded on another device of yours, which keeps the original; here are its laps and their telemetry.',
    missing: 'This session is not in the library on this device. It may have been deleted.',
  },
}

export type ImportWords = typeof en
