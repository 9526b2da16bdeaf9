/** A session of the simulator as an NMEA receiver would have written it. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface NmeaOptions {
  readonly lineEnd?: string
  /** A GGA sentence with every so many fixes, 0 for none. */
  readonly ggaEvery?: number
  readonly rmc?: boolean
  readonly prefix?: string
  readonly startedAt?: number
}

const pad = (n: number, digits: number): string => String(n).padStart(digits, '0')

const packed = (degrees: number, digits: number): string => {
  const whole = Math.floor(Math.abs(degrees))
  return `${pad(whole, digits)}${((Math.abs(degrees) - whole) * 60).toFixed(6).padStart(9, '0')}`
}

export const withSum = (body: string): string => {
  let sum = 0
  for (const letter of body) sum ^= letter.charCodeAt(0)
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`
}

export const written = (session: SimulatedSession, options: NmeaOptions = {}): Uint8Array<ArrayBuffer> => {
  const { lineEnd = '\r\n', ggaEvery = 5, rmc = true, prefix = '', startedAt = STARTED_AT } = options
  const lines = rowsOf(session).flatMap(({ timeMs, lat, lon, altitude, speed, heading }, i) => {
    const at = new Date(startedAt + timeMs)
    const clock = at.toISOString().slice(11, 23).replaceAll(':', '')
    const date = `${pad(at.getUTCDate(), 2)}${pad(at.getUTCMonth() + 1, 2)}${pad(at.getUTCFullYear() % 100, 2)}`
    const place = `${packed(lat, 2)},${lat < 0 ? 'S' : 'N'},${packed(lon, 3)},${lon < 0 ? 'W' : 'E'}`
    const knots = ((speed * 3600) / 1852).toFixed(3)
    const sentences: string[] = []
    if (rmc) sentences.push(withSum(`GPRMC,${clock},A,${place},${knots},${heading.toFixed(2)},${date},,,A`))
    if (ggaEvery > 0 && i % ggaEvery === 0) {
      sentences.push(withSum(`GPGGA,${clock},${place},1,08,1.02,${altitude.toFixed(1)},M,-29.2,M,,`))
    }
    return sentences.map(sentence => prefix + sentence)
  })
  return bytesOf(lines.join(lineEnd) + lineEnd)
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 1, rateHz: 2 }), { ggaEvery: 10 })
