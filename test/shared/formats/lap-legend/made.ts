/** A session of the simulator as Lap Legend would have exported it. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface LapLegendOptions {
  readonly lineEnd?: string
  readonly time?: 'seconds' | 'iso' | 'unix'
  /** Each fix is repeated in so many rows, as sensors come in between. */
  readonly rowsPerFix?: number
}

export const written = (
  session: SimulatedSession,
  options: LapLegendOptions = {},
): Uint8Array<ArrayBuffer> => {
  const { lineEnd = '\n', time = 'seconds', rowsPerFix = 1 } = options
  const samples = rowsOf(session)
  const head = [
    '# Lap Legend CSV export',
    '# Track: Kestrel Heath',
    '',
    '"Time","Lap","GPS Latitude (deg)","GPS Longitude (deg)","GPS Altitude (m)","GPS Speed (km/h)","Accel X (G)","Accel Y (G)","Engine RPM (RPM)"',
  ]
  const lines = samples.flatMap((row, i) =>
    Array.from({ length: rowsPerFix }, (_, k) => {
      const next = samples[i + 1]?.timeMs ?? row.timeMs + 100
      const ms = row.timeMs + ((next - row.timeMs) * k) / rowsPerFix
      const text =
        time === 'iso'
          ? new Date(STARTED_AT + ms).toISOString()
          : ((ms + (time === 'unix' ? STARTED_AT : 0)) / 1000).toFixed(3)
      return [
        text,
        row.lap,
        row.lat.toFixed(7),
        row.lon.toFixed(7),
        row.altitude.toFixed(1),
        (row.speed * 3.6).toFixed(2),
        row.gLat.toFixed(3),
        row.gLong.toFixed(3),
        Math.round(row.rpm + k),
      ].join(',')
    }),
  )
  return bytesOf([...head, ...lines, ''].join(lineEnd))
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 1, rateHz: 4 }))
