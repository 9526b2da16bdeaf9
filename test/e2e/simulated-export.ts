/**
 * An export of a library nobody has: simulated sessions over some years, in several cars and by several drivers, each
 * with its laps and telemetry. Reproducible; written by the project's own archive writer, taken in as any other.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, writeFileSync } from 'node:fs'
import { createZipWriter } from '#shared/archive'
import { createId } from '#shared/id'
import { lapsFromGates, withFlaggedLaps } from '#shared/lap'
import { CIRCUIT_NAMES, simulateSession } from '#shared/sim'
import { encodeTrace } from '#shared/trace'
import { asEpochMillis } from '#shared/units'
import { cutSession } from '../../web/workers/cut.ts'

const CARS = ['296 GT3', 'M4 GT3', '992 GT3 R', 'MX-5 Cup', 'Huracán ST', 'Formula 4']
const DRIVERS = ['Kim', 'Sam', 'Ana', 'Jürgen', 'Élodie']
const SURFACES = ['dry', 'dry', 'dry', 'damp', 'wet'] as const
const FIRST_DAY = Date.UTC(2021, 2, 6, 9)
const BETWEEN_MS = 21 * 3_600_000

const stored = { deletedAt: null, updatedAt: FIRST_DAY, privacy: 'my-devices' }

/** Ids that are the same every time, and look as random as any. */
const newId = (() => {
  let made = 0
  return () =>
    createId(bytes => {
      bytes.set(createHash('sha256').update(`simulated ${made++}`).digest().subarray(0, bytes.length))
      return bytes
    })
})()

export const writeSimulatedExport = async (path: string, sessionCount: number): Promise<void> => {
  const writtenAt = asEpochMillis(FIRST_DAY + sessionCount * BETWEEN_MS)
  writeFileSync(path, '')
  const zip = createZipWriter(async piece => appendFileSync(path, piece), writtenAt)
  const named = (name: string) => ({ ...stored, id: newId(), name, origin: 'user' })
  const cars = CARS.map(named)
  const drivers = DRIVERS.map(named)
  const tracks = new Map(CIRCUIT_NAMES.map(name => [name, { ...named(`Simulated ${name}`), country: null }]))
  const layouts = new Map<string, { readonly id: string }>()
  const sessions: object[] = []
  const laps: object[] = []

  const keep = async (bytes: Uint8Array) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await zip.add(`traces/${sha256}.arrow`, bytes)
    return { sha256, size: bytes.length }
  }

  for (let index = 0; index < sessionCount; index++) {
    const circuit = CIRCUIT_NAMES[index % CIRCUIT_NAMES.length]!
    const driven = simulateSession({
      seed: index + 1,
      circuit,
      laps: 2 + (index % 3),
      rateHz: 5,
      gps: { rateHz: 5 },
    })
    const { frame, gates, lengthM } = driven.circuit
    const track = tracks.get(circuit)!
    const inForce = { ...gates, version: 1, createdAt: asEpochMillis(FIRST_DAY) }
    const layout = layouts.get(circuit) ?? {
      ...stored,
      ...{ id: newId(), trackId: track.id, name: 'Full circuit', lengthM, frame, gateVersions: [inForce] },
    }
    layouts.set(circuit, layout)
    const cut = lapsFromGates({ trace: driven.trace, frame, gates: inForce, layoutId: layout.id as never })
    const measured = withFlaggedLaps(cut, driven.trace, 'all wheels left the track')
    const { lapTraces, between } = cutSession(driven.trace, measured)
    const id = newId()
    const driverId = drivers[index % drivers.length]!.id
    sessions.push({
      ...stored,
      ...{ id, startedAt: FIRST_DAY + index * BETWEEN_MS, utcOffsetMin: 60, trackId: track.id },
      ...{
        layoutId: layout.id,
        carId: cars[index % cars.length]!.id,
        origin: { kind: 'sample', seed: index + 1 },
      },
      ...{
        betweenTrace: between && (await keep(encodeTrace(between))),
        notes: index % 40 === 0 ? 'New tyres.' : '',
      },
      conditions: { surface: SURFACES[index % SURFACES.length]!, airC: 8 + (index % 20) },
      ...(index % 25 === 0 ? { tags: ['test day'] } : {}),
    })
    for (const [at, lap] of measured.entries()) {
      laps.push({
        ...stored,
        ...lap,
        ...{ id: newId(), sessionId: id, driverId, trace: await keep(encodeTrace(lapTraces[at]!)) },
      })
    }
  }

  const tables: Readonly<Record<string, readonly object[]>> = {
    tracks: [...tracks.values()],
    layouts: [...layouts.values()],
    ...{ cars, drivers, setups: [], sessions, laps, settings: [], meta: [], deeds: [] },
  }
  const counts = Object.entries(tables).map(([name, rows]) => [name, { rows: rows.length, damaged: 0 }])
  const manifest = {
    ...{ format: 'paddock-library', version: 1, app: 'test', schema: 2, origin: 'simulated' },
    ...{
      exportedAt: new Date(writtenAt).toISOString(),
      tables: Object.fromEntries(counts),
      bytes: {},
      missing: [],
    },
  }
  await zip.add('manifest.json', utf8(JSON.stringify(manifest)))
  for (const [name, rows] of Object.entries(tables)) {
    await zip.add(`records/${name}.jsonl`, utf8(rows.map(row => `${JSON.stringify(row)}\n`).join('')))
  }
  await zip.close()
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
