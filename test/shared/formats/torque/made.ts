/** A session of the simulator as Torque Pro would have logged it. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface TorqueOptions {
  readonly lineEnd?: string
  /** As it stands in the GPS time, with its minutes east of UTC. */
  readonly zone?: readonly [text: string, minutes: number]
  readonly months?: readonly string[]
  /** The header once more after so many rows, as after a lost connection. */
  readonly headerAgainAt?: number
}

const HEADER =
  'GPS Time, Device Time, Longitude, Latitude,GPS Speed(km/h), Horizontal Dilution of Precision, Altitude(m), Bearing, Gravity X(G),Engine Coolant Temperature(°F),Engine Load(Absolute)(%),Engine RPM(rpm),GPS Latitude(°),Speed (OBD)(km/h),Throttle Position(Manifold)(%)'
export const SPANISH = 'ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.'.split(' ')
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const ENGLISH = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const pad = (n: number): string => String(n).padStart(2, '0')

export const written = (session: SimulatedSession, options: TorqueOptions = {}): Uint8Array<ArrayBuffer> => {
  const { lineEnd = '\n', zone = ['GMT+01:00', 60], months = SPANISH, headerAgainAt = -1 } = options
  const lines = rowsOf(session).flatMap((row, i) => {
    const at = new Date(STARTED_AT + row.timeMs + zone[1] * 60_000)
    const [month, clock] = [at.getUTCMonth(), at.toISOString().slice(11, 23)]
    const gps = `${DAYS[at.getUTCDay()]} ${ENGLISH[month]} ${pad(at.getUTCDate())} ${clock.slice(0, 8)} ${zone[0]} ${at.getUTCFullYear()}`
    const device = `${pad(at.getUTCDate())}-${months[month]}-${at.getUTCFullYear()} ${clock}`
    const cells = [
      gps,
      device,
      row.lon.toFixed(8),
      row.lat.toFixed(8),
      (row.speed * 3.6).toFixed(3),
      '4.5',
      row.altitude.toFixed(2),
      row.heading.toFixed(1),
      '-0.39',
      '185',
      '-',
      i % 3 === 0 ? '-' : Math.round(row.rpm),
      row.lat.toFixed(8),
      (row.speed * 3.6).toFixed(0),
      row.throttle.toFixed(2),
    ]
    return [...(i === headerAgainAt ? [HEADER] : []), cells.join(',')]
  })
  return bytesOf([HEADER, ...lines, ''].join(lineEnd))
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 0.6, rateHz: 2 }))
