/** A drive of the lap simulator as a DRK and an RRK. */
import {
  aimDrkReader,
  type DrkChannelSpec,
  type DrkOptions,
  writeDrk,
  writeRrk,
} from '../../../../shared/formats/aim-drk/index.ts'
import { utcToGps } from '../../../../shared/formats/aim-xrk/when.ts'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import type { ByteSource, Log } from '../../../../shared/formats/model.ts'
import { type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { channelOf, timeOf, valueAt } from '../../../../shared/trace/index.ts'

export const STARTED_AT = Date.UTC(2026, 4, 3, 9, 30)

export const drive = (laps = 2): SimulatedSession =>
  simulateSession({ seed: 7, circuit: 'kestrel-heath', laps, rateHz: 50, gps: { rateHz: 10, dropouts: 0 } })

const CHANNELS: readonly [name: string, canonical: string, unit: string, factor: number][] = [
  ['vWheelFL', 'speed', 'km/h', 3.6],
  ['rPedal', 'throttle', '%', 1],
  ['fEngRpm', 'rpm', 'rpm', 1],
  ['posGear', 'gear', 'gear', 1],
  ['bSteering', 'steering', 'deg', 1],
]

export const drkOf = (
  session: SimulatedSession,
  rateHz: DrkChannelSpec['rateHz'] = 50,
  more: Partial<DrkOptions> = {},
): Uint8Array<ArrayBuffer> => {
  const { trace, truth } = session
  const durationMs = Math.floor(trace.groups[0]!.timeMs.at(-1)!)
  const channels = CHANNELS.map(([name, canonical, unit, factor]): DrkChannelSpec => {
    const channel = channelOf(trace, canonical, 'can')!
    const count = Math.floor((durationMs * rateHz) / 1000)
    const values = Float64Array.from(
      { length: count },
      (_, i) => factor * valueAt(timeOf(trace, channel), channel.values, 'discrete', (i * 1000) / rateHz),
    )
    return { name, unit, rateHz, values }
  })
  const edges = [0, ...truth.laps.slice(0, -1).map(({ endMs }) => Math.round(endMs)), durationMs]
  return writeDrk({
    date: '03-05-26 11:30:00',
    durationMs,
    driver: session.driver.name,
    vehicle: session.car.name,
    track: session.circuit.name,
    championship: 'Club',
    channels,
    laps: truth.laps.map(({ splitsMs }, k) => ({
      startMs: edges[k]!,
      durationMs: edges[k + 1]! - edges[k]!,
      splitsMs: splitsMs.map(split => Math.round(split) - edges[k]!),
    })),
    ...more,
  })
}

export const rrkOf = ({ trace }: SimulatedSession, step = 1): Uint8Array<ArrayBuffer> => {
  const columns = ['lat', 'lon', 'altitude', 'speed', 'heading'] as const
  const [lat, lon, altitude, speed, heading] = columns.map(name => channelOf(trace, name, 'gps')!.values)
  const times = timeOf(trace, channelOf(trace, 'lat', 'gps')!)
  return writeRrk(
    Array.from(times.entries(), ([i, ms]) => ({
      tcMs: ms,
      gpsMs: utcToGps(STARTED_AT) + ms,
      lat: lat![i]!,
      lon: lon![i]!,
      altitude: altitude![i]!,
      speed: speed![i]!,
      heading: heading![i]!,
    })).filter((_, i) => i % step === 0),
  )
}

export const source = (bytes: Uint8Array, name = 'Run 7.drk'): ByteSource => memorySource(name, bytes)

export const readLog = async (main: ByteSource, companions: readonly ByteSource[] = []): Promise<Log> => {
  const outcome = await aimDrkReader.read(main, { companions: [main, ...companions] })
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}

export const notesOf = (log: Log): string => log.notes.map(({ text }) => text).join('\n')
