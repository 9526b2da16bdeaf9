/**
 * A session as GPX 1.1: one track, a segment for every run of known positions.
 *
 * Invariants: times are UTC to the microsecond, positions to 1e-9 degrees (0.1 mm). Only the receiver's own time
 * base is written, so no point is interpolated. Speed and course stand in Garmin's track point extension, because
 * GPX 1.1 itself has no place for them.
 */
import { type Channel, type Trace, timeOf } from '#shared/trace'
import type { EpochMillis } from '#shared/units'
import { type Exported, repeatable, type SessionToExport } from './model.ts'
import { createPiece, PIECE_BYTES, type Piece } from './piece.ts'

export const exportGpx = (session: SessionToExport): Exported => {
  const track = trackOf(session.trace)
  if (!track) return { ok: false, reason: NO_POSITION }
  const { startedAt } = session
  if (startedAt === null || !(startedAt >= 0 && startedAt < END_OF_DATES)) {
    return { ok: false, reason: NO_START }
  }
  const pieces = repeatable(() => gpxPieces(session, track, startedAt))
  return { ok: true, files: [{ ending: 'gpx', pieces }] }
}

const NO_POSITION =
  'This recording has no latitude and longitude, so there is no track to put into a GPX file: export it as CSV instead.'
const NO_START =
  'It is not known when this recording was made, and every point of a GPX file needs its date and time: export it as CSV instead.'
/** The year 9000: dates of five digits are none to most readers. */
const END_OF_DATES = Date.UTC(9000, 0, 1)

interface Track {
  readonly timeMs: Float64Array
  readonly lat: Channel
  readonly lon: Channel
  readonly altitude: Channel | null
  readonly speed: Channel | null
  readonly heading: Channel | null
}

/** The first instrument with a known position, and what it measured at the same instants. */
const trackOf = (trace: Trace): Track | null => {
  for (const lat of trace.channels) {
    if (lat.name !== 'lat') continue
    const beside = (name: string): Channel | null =>
      trace.channels.find(c => c.name === name && c.group === lat.group && c.source === lat.source) ?? null
    const lon = beside('lon')
    if (!lon || !lat.values.some((v, i) => Number.isFinite(v + lon.values[i]!))) continue
    const [altitude, speed, heading] = ['altitude', 'speed', 'heading'].map(beside) as [
      Channel | null,
      Channel | null,
      Channel | null,
    ]
    return { timeMs: timeOf(trace, lat), lat, lon, altitude, speed, heading }
  }
  return null
}

function* gpxPieces(
  { venue, vehicle, driver }: SessionToExport,
  track: Track,
  startedAt: EpochMillis,
): Generator<Uint8Array<ArrayBuffer>> {
  const out = createPiece()
  const { timeMs, lat, lon } = track
  out.ascii(HEAD)
  const name = [venue, driver, vehicle].filter(text => text).join(', ')
  out.ascii(`<metadata><time>${toIso(startedAt)}</time></metadata>\n<trk>\n`)
  if (name) out.text(`<name>${escapeXml(name)}</name>\n`)
  const longestMs = longestStepMs(timeMs)
  let isOpen = false
  for (let i = 0; i < timeMs.length; i++) {
    const isKnown = Number.isFinite(lat.values[i]! + lon.values[i]!)
    if (isOpen && (!isKnown || timeMs[i]! - timeMs[i - 1]! > longestMs)) {
      out.ascii('</trkseg>\n')
      isOpen = false
    }
    if (!isKnown) continue
    if (!isOpen) out.ascii('<trkseg>\n')
    isOpen = true
    writePoint(out, track, i, startedAt)
    if (out.length >= PIECE_BYTES) yield out.take()
  }
  if (isOpen) out.ascii('</trkseg>\n')
  out.ascii('</trk>\n</gpx>\n')
  yield out.take()
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Paddock" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
`

const writePoint = (out: Piece, track: Track, i: number, startedAt: EpochMillis): void => {
  const at = ({ values }: Channel, digits: number): string => values[i]!.toFixed(digits)
  const known = (channel: Channel | null): Channel | null =>
    channel && Number.isFinite(channel.values[i]!) ? channel : null
  const [altitude, speed, heading] = [known(track.altitude), known(track.speed), known(track.heading)]
  out.ascii(`<trkpt lat="${at(track.lat, 9)}" lon="${at(track.lon, 9)}">`)
  if (altitude) out.ascii(`<ele>${at(altitude, 3)}</ele>`)
  out.ascii(`<time>${toIso(startedAt + track.timeMs[i]!)}</time>`)
  if (speed || heading) {
    out.ascii('<extensions><gpxtpx:TrackPointExtension>')
    if (speed) out.ascii(`<gpxtpx:speed>${at(speed, 4)}</gpxtpx:speed>`)
    if (heading) out.ascii(`<gpxtpx:course>${toCourse(heading.values[i]!)}</gpxtpx:course>`)
    out.ascii('</gpxtpx:TrackPointExtension></extensions>')
  }
  out.ascii('</trkpt>\n')
}

/** From 0 up to, and without, 360. */
const toCourse = (deg: number): string => {
  const hundredths = Math.round(deg * 100) % 36_000
  return ((hundredths < 0 ? hundredths + 36_000 : hundredths) / 100).toFixed(2)
}

/** Milliseconds when they are whole, microseconds otherwise. */
const toIso = (epochMs: number): string => {
  const micros = Math.round((epochMs - Math.floor(epochMs)) * 1000)
  const whole = Math.floor(epochMs) + (micros === 1000 ? 1 : 0)
  const text = new Date(whole).toISOString()
  const rest = micros % 1000
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}

/** A receiver may leave out a fix or two; what is longer than this is a gap. */
const longestStepMs = (timeMs: Float64Array): number => {
  const steps = Float64Array.from(
    { length: Math.max(timeMs.length - 1, 0) },
    (_, i) => timeMs[i + 1]! - timeMs[i]!,
  )
  return Math.max(1000, 3 * (steps.sort()[steps.length >> 1] ?? 0))
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write these.
const NOT_IN_XML = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]+/g

const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_IN_XML, ' ')
    .replace(/[&<>"]/g, letter => ENTITIES[letter]!)
