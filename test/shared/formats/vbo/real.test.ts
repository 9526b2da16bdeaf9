/** Real VBO files against numbers computed independently of this code. */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { LoggedSession } from '../../../../shared/formats/model.ts'
import { vboReader } from '../../../../shared/formats/vbo/index.ts'
import { createProjection, findCrossings, gateCenter, gateToMetres } from '../../../../shared/geo/index.ts'
import type { LayoutId } from '../../../../shared/id/index.ts'
import { lapsFromGates, lapTimeMs } from '../../../../shared/lap/index.ts'
import { positionOf } from '../../../../shared/track/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'
import {
  channel,
  describeReal,
  expectRange,
  hasReal,
  onlySession,
  oracleOf,
  readReal,
  realBytes,
} from '../common/real.ts'

/** The oracle says that its crossings are right within this. */
const WITHIN_MS = 50

interface Facts {
  readonly file: string
  readonly start: number
  readonly offset: number | null
  readonly sectors: number
  readonly venue: string | null
}

const FILES: readonly Facts[] = [
  {
    file: 'vbo/VBO-test.vbo',
    start: Date.UTC(2025, 11, 20, 22, 5, 51, 400),
    offset: null,
    sectors: 2,
    venue: 'Amozoc',
  },
  {
    file: 'vbo/racebox-lignano.vbo',
    start: Date.UTC(2026, 3, 11, 11, 32, 21),
    offset: null,
    sectors: 0,
    venue: 'Lignano',
  },
  {
    file: 'vbo/25IR05_RdAm_FP1_Run04_KO.vbo',
    start: Date.UTC(2025, 7, 1, 19, 43, 33, 680),
    offset: -300,
    sectors: 0,
    venue: null,
  },
  {
    file: 'vbo/vbors_basic.vbo',
    start: Date.UTC(2006, 6, 31, 16, 22, 35, 400),
    offset: null,
    sectors: 0,
    venue: null,
  },
]

const crossingsOf = ({ lines, trace, frame }: LoggedSession): number[] => {
  const { x, y } = gateCenter(lines!.startFinish)
  const plane = createProjection({ lat: y, lon: x })
  const path = positionOf(trace, frame, plane)!
  return findCrossings(gateToMetres(lines!.startFinish, plane), path.timeMs, path.x, path.y).map(
    c => c.timeMs,
  )
}

for (const { file, start, offset, sectors, venue } of FILES) {
  describeReal(file, () => {
    const oracle = oracleOf(file)
    const columns = oracle.channels as Record<string, { readonly min: number; readonly max: number }>

    test('start line, crossings and lap times are those of the oracle', async () => {
      const session = onlySession(await readReal(vboReader, file))
      if (oracle.laps_s.length === 0) {
        expect(session.lines).toBeNull()
        return
      }
      expect(session.lines!.sectors).toHaveLength(sectors)
      const crossings = crossingsOf(session)
      expect(crossings).toHaveLength(oracle.crossings_s_from_first_row.length)
      for (const [i, s] of oracle.crossings_s_from_first_row.entries()) {
        expect(Math.abs(crossings[i]! - s * 1000)).toBeLessThanOrEqual(WITHIN_MS)
      }
      const laps = lapsFromGates({
        trace: session.trace,
        frame: session.frame,
        gates: { version: 1, ...session.lines!, createdAt: asEpochMillis(0), origin: 'From the log file' },
        layoutId: '0'.repeat(32) as LayoutId,
      }).filter(({ kind }) => kind === 'timed')
      expect(laps).toHaveLength(oracle.laps_s.length)
      for (const [i, s] of oracle.laps_s.entries()) {
        expect(Math.abs(lapTimeMs(laps[i]!) - s * 1000), `lap ${i + 1}`).toBeLessThanOrEqual(WITHIN_MS)
        if (sectors > 0) expect(laps[i]!.sectorsMs).toHaveLength(sectors + 1)
      }
    })

    test('values, rows, clock and place', async () => {
      const session = onlySession(await readReal(vboReader, file))
      expect(session).toMatchObject({ startedAt: start, utcOffsetMin: offset, venue })
      expect(session.trace.groups.map(({ timeMs }) => timeMs.length)).toEqual([oracle.rows])
      expectRange(channel(session, 'lat', 'gps'), columns.lat!, 1 / 60)
      expectRange(channel(session, 'lon', 'gps'), (columns.long ?? columns.lng)!, -1 / 60)
      expectRange(channel(session, 'speed', 'gps'), columns.velocity!, 1 / 3.6)
      expectRange(channel(session, 'heading', 'gps'), columns.heading!)
      expectRange(channel(session, 'altitude', 'gps'), columns.height!)
      if (columns.Engine_Speed) {
        expectRange(channel(session, 'rpm', 'can'), columns.Engine_Speed)
        expectRange(channel(session, 'speed', 'can'), columns.Vehicle_Speed!, 1 / 3.6)
        expectRange(channel(session, 'brakePressure', 'can'), columns.Brake_Pressure_Front!)
        expectRange(channel(session, 'throttle', 'can'), columns.Throttle_Pedal!)
        expectRange(channel(session, 'airTemp', 'can'), columns.Ambient_Temperature!)
      }
      if (columns['rpm_1-canbus']) {
        expectRange(channel(session, 'rpm', 'can'), columns['rpm_1-canbus'])
        // Negative to the right in the file.
        expectRange(channel(session, 'gLat', 'calc'), columns['latacc-calc']!, -1)
      }
    })
  })
}

test('every VBO file beside this project is among them', () => {
  const folder = fileURLToPath(new URL('../../../../../shared/data/telemetry/vbo/', import.meta.url))
  const there = existsSync(folder) ? readdirSync(folder).filter(name => /\.vbo$/i.test(name)) : []
  expect(there.filter(name => !FILES.some(({ file }) => file === `vbo/${name}`))).toEqual([])
})

test.each([
  'misc/Katana-2026-07-25-111811.csv',
  'trackaddict/STC_log.csv',
  'racechrono/session_20260713_185859_v1.csv',
])('%s is not VBO (where it lies beside this project)', file => {
  if (hasReal(file)) expect(vboReader.detect(realBytes(file))).toBe(false)
})
