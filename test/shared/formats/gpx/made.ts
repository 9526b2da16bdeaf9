/** A session of the simulator as a phone would have written it to a GPX file. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, type MadeRow, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface GpxOptions {
  readonly version?: '1.0' | '1.1'
  /** Prefix of the elements and of the extension. */
  readonly prefix?: string
  readonly head?: string
  readonly name?: string
  readonly startedAt?: number
  readonly speed?: boolean
  readonly quote?: string
}

export const written = (session: SimulatedSession, options: GpxOptions = {}): Uint8Array<ArrayBuffer> => {
  const { version = '1.1', prefix = '', head = '<?xml version="1.0" encoding="UTF-8"?>' } = options
  const { name = 'Kestrel Heath &amp; back', startedAt = STARTED_AT, speed = true, quote = '"' } = options
  const tag = (element: string): string => `${prefix}${element}`
  const speedOf = (row: MadeRow): string => {
    if (!speed) return ''
    const value = row.speed.toFixed(3)
    if (version === '1.0') return `<${tag('speed')}>${value}</${tag('speed')}>`
    return `<extensions><tpx:TrackPointExtension><tpx:speed>${value}</tpx:speed><tpx:hr>151</tpx:hr></tpx:TrackPointExtension></extensions>`
  }
  const points = rowsOf(session).map(row => {
    const at = `lat=${quote}${row.lat.toFixed(7)}${quote} lon=${quote}${row.lon.toFixed(7)}${quote}`
    const time = new Date(startedAt + row.timeMs).toISOString()
    return `<${tag('trkpt')} ${at}><${tag('ele')}>${row.altitude.toFixed(2)}</${tag('ele')}><${tag('time')}>${time}</${tag('time')}>${speedOf(row)}</${tag('trkpt')}>`
  })
  return bytesOf(
    `${head}\n<${tag('gpx')} version="${version}" creator="A phone"><${tag('trk')}><${tag('name')}>${name}</${tag('name')}><${tag('trkseg')}>\n${points.join('\n')}\n</${tag('trkseg')}></${tag('trk')}></${tag('gpx')}>\n`,
  )
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 0.5, rateHz: 2 }), { version: '1.0' })
