/**
 * GPX tracks: points with a place and a time, as phones, watches and lap timers write them.
 *
 * Only track points count; routes and waypoints were planned, not driven. Times are UTC by definition. Speed is
 * taken from the file where it stands (GPX 1.0, or an extension), else worked out from the places. Several
 * tracks in a file are laid one behind the other; a break of fifteen minutes begins another session.
 */
import { cancelled, createNotes, type Notes, type RawChannel, refused } from '../common/index.ts'
import {
  type ByteSource,
  type FormatReader,
  HEAD_BYTES,
  type ReadOptions,
  type ReadOutcome,
} from '../model.ts'
import { createGrowingColumn, type GrowingColumn } from '../pipeline/growing.ts'
import { isoToInstant } from '../pipeline/instant.ts'
import { tableSessions } from '../pipeline/table-sessions.ts'
import { decodeText } from '../text/index.ts'
import {
  attributeOf,
  attributePattern,
  createXmlReader,
  withoutEntities,
  type XmlListener,
} from './xml-events.ts'

/** Elements inside a point, in any extension, and what they are. A heart rate is kept, a cadence is a bicycle's. */
const VALUES: Readonly<Record<string, { name: string; unit: string }>> = {
  ele: { name: 'altitude', unit: 'm' },
  speed: { name: 'speed', unit: 'm/s' },
  course: { name: 'heading', unit: 'deg' },
  sat: { name: 'satellites', unit: '' },
  // RaceBox writes it so.
  siv: { name: 'satellites', unit: '' },
  hdop: { name: 'HDOP', unit: '' },
  hr: { name: 'heartRate', unit: 'bpm' },
  atemp: { name: 'airTemp', unit: '°C' },
}

interface Points {
  readonly timeMs: GrowingColumn
  readonly lat: GrowingColumn
  readonly lon: GrowingColumn
  readonly values: Readonly<Record<string, GrowingColumn>>
}

interface Track {
  readonly points: Points
  timed: number
  planned: number
  name: string | null
  creator: string | null
  isGpx: boolean
}

const LAT = attributePattern('lat')
const LON = attributePattern('lon')
const CREATOR = attributePattern('creator')

const createTrack = (): Track => ({
  points: {
    timeMs: createGrowingColumn(),
    lat: createGrowingColumn(),
    lon: createGrowingColumn(),
    values: Object.fromEntries(Object.keys(VALUES).map(key => [key, createGrowingColumn()])),
  },
  timed: 0,
  planned: 0,
  name: null,
  creator: null,
  isGpx: false,
})

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** Fills the track as the tags come by. */
const listenFor = (track: Track): XmlListener => {
  const { points } = track
  let isInTrack = false
  let isInPoint = false
  let element = ''
  let point: { timeMs: number; lat: number; lon: number; values: Record<string, number> } | null = null
  return {
    onOpen(name, attributes) {
      element = name
      if (name === 'gpx') {
        track.isGpx = true
        track.creator = attributeOf(attributes, CREATOR)
      } else if (name === 'trk') isInTrack = true
      else if (name === 'rtept' || name === 'wpt') track.planned++
      else if (name === 'trkpt') {
        isInPoint = true
        const [lat, lon] = [LAT, LON].map(pattern => numberOf(attributeOf(attributes, pattern) ?? ''))
        point = { timeMs: Number.NaN, lat: lat!, lon: lon!, values: {} }
      }
    },
    onClose(name) {
      element = ''
      if (name === 'trk') isInTrack = false
      if (name !== 'trkpt' || !point) return
      isInPoint = false
      points.timeMs.push(point.timeMs)
      points.lat.push(point.lat)
      points.lon.push(point.lon)
      for (const [key, column] of Object.entries(points.values)) column.push(point.values[key] ?? Number.NaN)
      if (!Number.isNaN(point.timeMs)) track.timed++
      point = null
    },
    onText(text) {
      if (isInPoint && point) {
        if (element === 'time') point.timeMs = isoToInstant(text)?.epochMs ?? Number.NaN
        else if (element in VALUES) point.values[element] = numberOf(text)
      } else if (isInTrack && element === 'name') track.name ??= withoutEntities(text).trim()
    },
  }
}

const channelsOf = ({ points }: Track): RawChannel[] => {
  const own = Object.entries(VALUES).flatMap(([key, { name, unit }]): RawChannel[] => {
    const values = points.values[key]!.finish()
    return values.some(v => !Number.isNaN(v)) ? [{ name, unit, source: 'gps', values }] : []
  })
  return [
    { name: 'lat', unit: 'deg', source: 'gps', values: points.lat.finish() },
    { name: 'lon', unit: 'deg', source: 'gps', values: points.lon.finish() },
    ...own,
  ]
}

const PIECE = 1 << 20

const readTrack = async (
  source: ByteSource,
  { onProgress, isCancelled }: ReadOptions,
  notes: Notes,
): Promise<Track | 'cancelled'> => {
  const track = createTrack()
  const reader = createXmlReader(listenFor(track))
  for (let offset = 0; offset < source.size; ) {
    if (isCancelled?.()) return 'cancelled'
    const piece = await source.read(offset, PIECE)
    if (piece.length === 0) break
    offset += piece.length
    if (!reader.write(piece)) {
      notes.add('problem', 'The file is damaged in the middle, so only what came before was read.')
      break
    }
    onProgress?.(Math.min(offset / source.size, 1))
  }
  return track
}

export const gpxReader: FormatReader = {
  name: 'gpx',
  label: 'GPX',
  version: 1,
  extensions: ['gpx'],
  detect(head) {
    const text = decodeText(head.subarray(0, Math.min(HEAD_BYTES, 8192)))
    return /^\s*</.test(text) && /<(?:\w{1,20}:)?gpx[\s>]/.test(text)
  },
  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const track = await readTrack(source, options, notes)
    if (track === 'cancelled') return cancelled()
    if (track.points.timeMs.length === 0) return refused(track.planned > 0 ? ONLY_PLANNED : EMPTY)
    if (track.timed === 0) return refused(NO_TIMES)
    if (track.planned > 0) {
      notes.add(
        'dropped',
        'Waypoints and planned routes in the file were left out, because nobody drove them.',
      )
    }
    const sessions = tableSessions(
      {
        tables: [{ timeMs: track.points.timeMs.finish(), channels: channelsOf(track) }],
        isEpoch: true,
        utcOffsetMin: null,
        comment: commentOf(track),
      },
      notes,
    )
    return { ok: true, log: { format: 'GPX', sessions, notes: notes.list() } }
  },
}

/** What the track is called and by which program; a name like 'Track 3' is no venue. */
const commentOf = ({ name, creator }: Track): string | null => {
  const words = [name, creator && withoutEntities(creator).trim()].filter(text => text)
  return words.length > 0 ? words.join(', ').slice(0, 200).toWellFormed() : null
}

const ONLY_PLANNED =
  'This GPX file holds only a planned route or waypoints, so there is nothing that was driven to import: export the recorded track instead.'
const EMPTY =
  'This GPX file holds not one track point, so there is nothing to import: export the recorded track again.'
const NO_TIMES =
  'The points in this GPX file have no times, so no lap can be timed from them: export the track with its times.'
