/**
 * NMEA logs: RMC sentences give place, speed and course, GGA sentences height and satellites.
 *
 * Receivers send the two at rates of their own and lose some, so each becomes a time base of its own; where
 * there is no RMC at all, the places of GGA are taken. The date is that of the RMC sentences; a log without
 * any has a clock but no date. Sentences whose sum does not fit are left out and counted.
 */
import { cancelled, counted, createNotes, type Notes, type RawChannel, refused } from '../common/index.ts'
import type { FormatReader, ReadOutcome } from '../model.ts'
import { createGrowingColumn, type GrowingColumn } from '../pipeline/growing.ts'
import { dateToMs } from '../pipeline/instant.ts'
import { forEachLine } from '../pipeline/lines.ts'
import { type RawTable, tableSessions } from '../pipeline/table-sessions.ts'
import {
  createSentence,
  fieldByte,
  fieldNumber,
  packedToDegrees,
  packedToMs,
  readSentence,
  type Sentence,
} from './sentence.ts'

const DAY_MS = 86_400_000
/** 'A': the receiver stands by this fix. */
const ACTIVE = 65

interface Columns {
  readonly timeMs: GrowingColumn
  readonly lat: GrowingColumn
  readonly lon: GrowingColumn
  readonly others: readonly [GrowingColumn, GrowingColumn, GrowingColumn]
}

const createFixColumns = (): Columns => ({
  timeMs: createGrowingColumn(),
  lat: createGrowingColumn(),
  lon: createGrowingColumn(),
  others: [createGrowingColumn(), createGrowingColumn(), createGrowingColumn()],
})

interface Recording {
  /** others: speed in knots, course in degrees, unused. */
  readonly rmc: Columns
  /** others: height in metres, satellites, HDOP. */
  readonly gga: Columns
  hasDate: boolean
  damaged: number
  otherLines: number
}

const createRecorder = (): {
  recording: Recording
  take: (bytes: Uint8Array, from: number, to: number) => void
} => {
  const recording: Recording = {
    rmc: createFixColumns(),
    gga: createFixColumns(),
    hasDate: false,
    damaged: 0,
    otherLines: 0,
  }
  const sentence = createSentence()
  /** Midnight of the last date seen, and the last time of day. */
  let dayMs = 0
  let lastMs = 0

  /** A time of day on the clock of the recording; GGA says no date and may come after midnight first. */
  const onClock = (ofDayMs: number): number => {
    const ms = dayMs + ofDayMs
    if (lastMs - ms > DAY_MS / 2) return ms + DAY_MS
    return recording.hasDate && ms - lastMs > DAY_MS / 2 && lastMs > 0 ? ms - DAY_MS : ms
  }

  const takeRmc = (bytes: Uint8Array, s: Sentence): void => {
    const date = packedToDate(fieldNumber(bytes, s, 9))
    const ofDayMs = packedToMs(fieldNumber(bytes, s, 1))
    if (Number.isNaN(ofDayMs)) return
    let ms = onClock(ofDayMs)
    if (date !== null) {
      dayMs = date
      ms = date + ofDayMs
      recording.hasDate = true
    } else if (ms >= dayMs + DAY_MS) dayMs += DAY_MS
    lastMs = ms
    const isFix = fieldByte(bytes, s, 2) === ACTIVE
    push(recording.rmc, ms, bytes, s, isFix ? 3 : -1, [
      isFix ? fieldNumber(bytes, s, 7) : Number.NaN,
      isFix ? fieldNumber(bytes, s, 8) : Number.NaN,
      Number.NaN,
    ])
  }

  const takeGga = (bytes: Uint8Array, s: Sentence): void => {
    const ofDayMs = packedToMs(fieldNumber(bytes, s, 1))
    if (Number.isNaN(ofDayMs)) return
    const ms = onClock(ofDayMs)
    if (!recording.hasDate) {
      if (ms >= dayMs + DAY_MS) dayMs += DAY_MS
      lastMs = ms
    }
    const isFix = fieldNumber(bytes, s, 6) > 0
    push(recording.gga, ms, bytes, s, isFix ? 2 : -1, [
      isFix ? fieldNumber(bytes, s, 9) : Number.NaN,
      fieldNumber(bytes, s, 7),
      fieldNumber(bytes, s, 8),
    ])
  }

  return {
    recording,
    take(bytes, from, to) {
      const kind = readSentence(bytes, from, to, sentence)
      if (kind === 'damaged') recording.damaged++
      else if (kind === 'other') recording.otherLines++
      else if (sentence.type === 'RMC') takeRmc(bytes, sentence)
      else if (sentence.type === 'GGA') takeGga(bytes, sentence)
    },
  }
}

/** `placeAt` is the field of the latitude, followed by its half, longitude and its half; −1 without a fix. */
const push = (
  { timeMs, lat, lon, others }: Columns,
  ms: number,
  bytes: Uint8Array,
  s: Sentence,
  placeAt: number,
  values: readonly [number, number, number],
): void => {
  timeMs.push(ms)
  const degrees = (field: number): number =>
    placeAt < 0 ? Number.NaN : packedToDegrees(fieldNumber(bytes, s, field), fieldByte(bytes, s, field + 1))
  lat.push(degrees(placeAt))
  lon.push(degrees(placeAt + 2))
  for (const [i, column] of others.entries()) column.push(values[i]!)
}

/** Midnight out of a packed ddmmyy. Years from 80 on are of the last century: GPS began in 1980. */
const packedToDate = (packed: number): number | null => {
  if (!(packed >= 10_100 && packed <= 311_299)) return null
  const year = packed % 100
  return dateToMs(
    year >= 80 ? 1900 + year : 2000 + year,
    Math.floor(packed / 100) % 100,
    Math.floor(packed / 10_000),
  )
}

const channel = (name: string, unit: string, column: GrowingColumn): RawChannel => ({
  name,
  unit,
  source: 'gps',
  values: column.finish(),
})

const tablesOf = ({ rmc, gga }: Recording): [RawTable, ...RawTable[]] => {
  const hasRmc = rmc.timeMs.length > 0
  const places = ({ lat, lon }: Columns): RawChannel[] => [
    channel('lat', 'deg', lat),
    channel('lon', 'deg', lon),
  ]
  const ggaTable: RawTable = {
    timeMs: gga.timeMs.finish(),
    channels: [
      ...(hasRmc ? [] : places(gga)),
      channel('altitude', 'm', gga.others[0]),
      channel('satellites', '', gga.others[1]),
      channel('HDOP', '', gga.others[2]),
    ],
  }
  if (!hasRmc) return [ggaTable]
  const rmcTable: RawTable = {
    timeMs: rmc.timeMs.finish(),
    channels: [
      ...places(rmc),
      channel('speed', 'kn', rmc.others[0]),
      channel('heading', 'deg', rmc.others[1]),
    ],
  }
  return [rmcTable, ggaTable]
}

const noteWhatIsMissing = (
  { damaged, otherLines, hasDate }: Recording,
  tooLong: number,
  notes: Notes,
): void => {
  if (damaged > 0) {
    const many = counted(damaged, 'damaged sentence was', 'damaged sentences were')
    notes.add(
      'dropped',
      `${many.charAt(0).toUpperCase()}${many.slice(1)} left out, because the check sum does not fit.`,
    )
  }
  if (otherLines + tooLong > 0) {
    notes.add('dropped', `Lines that hold no NMEA sentence were left out: ${otherLines + tooLong}.`)
  }
  if (!hasDate) notes.add('info', 'The log has a clock but no date, so the day of the session is not known.')
}

const START = /^[^$\r\n]{0,40}\$[A-Z]{2}(?:RMC|GGA),[^*\r\n]*\*[0-9A-Fa-f]{2}/

export const nmeaReader: FormatReader = {
  name: 'nmea',
  label: 'NMEA',
  version: 1,
  extensions: ['nmea', 'txt', 'log', 'ubx'],
  detect(head) {
    // Receivers introduce themselves first, so some lines of others may come before.
    const lines = String.fromCharCode(...head.subarray(0, 4096)).split(/[\r\n]+/)
    let asked = 0
    for (const line of lines) {
      if (line.trim() === '' || line.charCodeAt(0) === 0xef) continue
      if (START.test(line)) return true
      if (!/^[^$]{0,40}\$[A-Z][A-Z0-9]{2,7},/.test(line) || ++asked > 40) return false
    }
    return false
  },
  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const { recording, take } = createRecorder()
    const { isCancelled, tooLong } = await forEachLine(source, options, take)
    if (isCancelled) return cancelled()
    noteWhatIsMissing(recording, tooLong, notes)
    if (recording.rmc.timeMs.length + recording.gga.timeMs.length === 0) return refused(NO_FIXES)
    const sessions = tableSessions(
      { tables: tablesOf(recording), isEpoch: recording.hasDate, utcOffsetMin: null },
      notes,
    )
    const hasPlace = sessions.some(({ trace }) =>
      trace.channels.some(c => c.name === 'lat' && c.values.some(v => !Number.isNaN(v))),
    )
    if (!hasPlace) return refused(NO_FIXES)
    return { ok: true, log: { format: 'NMEA', sessions, notes: notes.list() } }
  },
}

const NO_FIXES =
  'This NMEA log holds not one position (no RMC or GGA sentence with a fix), so there is nothing to import: check that the receiver saw the sky and record again.'
