/** A lap of the lap simulator as a rig-bridge keeps it: with where the car was and how much of the lap was driven. */
import { createDrive } from '#shared/sim'
import { createTrace, encodeTrace } from '#shared/trace'
import { type OfferedLap, rigLap, type rigSession } from '../../store/rig-laps.ts'

const HZ = 50

export const drivenLap = async (
  seed: number,
  session: ReturnType<typeof rigSession>,
): Promise<OfferedLap> => {
  const drive = createDrive({ seed, circuit: 'kestrel-heath', laps: 2 })
  const { startMs, endMs } = drive.plannedLaps[1]!
  const lapMs = Math.round(endMs - startMs)
  const count = Math.floor((lapMs * HZ) / 1000)
  const columns = {
    lapShare: new Float32Array(count),
    x: new Float32Array(count),
    y: new Float32Array(count),
  }
  const timeMs = Float64Array.from({ length: count }, (_, i) => (i * 1000) / HZ)
  for (let i = 0; i < count; i++) {
    const now = drive.at(startMs + timeMs[i]!)
    columns.lapShare[i] = now.lapShare
    columns.x[i] = now.x
    columns.y[i] = now.y
  }
  const channels = Object.entries(columns).map(([name, values]) => ({
    name,
    unit: name === 'lapShare' ? '' : 'm',
    kind: 'continuous' as const,
    source: 'sim',
    values,
  }))
  const trace = encodeTrace(createTrace([{ timeMs, channels }]))
  const digest = await crypto.subtle.digest('SHA-256', trace.slice())
  const sha256 = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
  const third = Math.floor(lapMs / 3)
  const { lap } = await rigLap(session, 1, {
    traceSha256: sha256,
    traceBytes: trace.length,
    measured: { startMs: 0, endMs: lapMs, sectorsMs: [third, third, lapMs - 2 * third] },
  })
  return { lap, trace }
}
