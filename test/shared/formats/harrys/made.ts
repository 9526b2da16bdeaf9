/** A session of the simulator as Harry's LapTimer would have exported its laps. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, type MadeRow, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface HarrysOptions {
  readonly lineEnd?: string
  readonly startedAt?: number
  readonly firstLap?: number
  readonly months?: readonly string[]
  readonly title?: string
  /** Engine speed from an OBD adapter; 0 without. */
  readonly withObd?: boolean
}

const HEADER =
  'INDEX,LAPINDEX,DATE,TIME,TIME_LAP,LATITUDE,LONGITUDE,SPEED_KPH,SPEED_MPH,HEIGHT_M,HEIGHT_FT,HEADING_DEG,GPSDIFFERENTIAL[UNKNOWN/2D3D/DGPS/INVALID],GPSFIX[NOFIX/2D/3D/UNKNOWN],SATELLITES,HDOP,ACCURACY_M,DISTANCE_KM,DISTANCE_MILE,ACCELERATIONSOURCE[CALCULATED/MEASURED/UNDEFINED],LATERALG,LINEALG,LEAN,RPM,MAF,WHEEL_SPEED_KPH,WHEEL_SPEED_MPH,THROTTLE,GEAR,FUEL,COOLANT_CELSIUS,OIL_CELSIUS,IAT_CELSIUS,MAP'
export const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')

const pad = (n: number): string => String(n).padStart(2, '0')

export const written = (session: SimulatedSession, options: HarrysOptions = {}): Uint8Array<ArrayBuffer> => {
  const { lineEnd = '\r\n', startedAt = STARTED_AT, firstLap = 381, months = MONTHS } = options
  const { title = "Harry's GPS LapTimer", withObd = false } = options
  const samples = rowsOf(session)
  let index = 57_000
  const lines = session.truth.laps.flatMap((lap, n) => {
    // A row on the line itself opens and closes each lap, with the values of the next sample.
    const inside = samples.filter(({ timeMs }) => timeMs > lap.startMs && timeMs < lap.endMs)
    const edge = (timeMs: number): MadeRow[] => {
      const next = samples.find(row => row.timeMs >= timeMs)
      return next ? [{ ...next, timeMs }] : []
    }
    const rows = [...edge(lap.startMs), ...inside, ...edge(lap.endMs)]
    return rows.map(row => {
      const at = new Date(Math.round((startedAt + row.timeMs) / 10) * 10)
      const date = `${pad(at.getUTCDate())}-${months[at.getUTCMonth()]}-${pad(at.getUTCFullYear() % 100)}`
      const clock = at.toISOString().slice(11, 22)
      const ofLap = ((Math.round(row.timeMs / 10) - Math.round(lap.startMs / 10)) / 100).toFixed(6)
      const kmh = (row.speed * 3.6).toFixed(6)
      return `${index++},${firstLap + n},${date},${clock},${ofLap},${row.lat.toFixed(6)},${row.lon.toFixed(6)},${kmh},0,${row.altitude.toFixed(6)},0,${row.heading.toFixed(1)},2,3,11,0.700000,4.9,0.000000,0.000000,1,${row.gLat.toFixed(2)},${row.gLong.toFixed(2)},0.000000,${withObd ? Math.round(row.rpm) : 0},0.000000,0.000000,0.000000,0.000000,0,0.000000,0.000000,0.000000,0.000000,0.000000`
    })
  })
  return bytesOf([title, HEADER, ...lines, ''].join(lineEnd))
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 0.4, rateHz: 2 }))
