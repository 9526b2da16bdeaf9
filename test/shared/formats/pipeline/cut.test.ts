/** From logs to laps and places: what is trusted before what, and what is said about it. */
import { describe, expect, test } from 'vitest'
import { type CutLog, cutSessions, type Log, type LoggedSession } from '#shared/formats'
import { createProjection, gateCenter, gateToMetres } from '#shared/geo'
import type { LayoutId, TrackId } from '#shared/id'
import { isRanked, type LapMark, lapTimeMs } from '#shared/lap'
import { CIRCUIT_NAMES, describeCircuit, type SimulatedSession } from '#shared/sim'
import { createTrace, type Trace } from '#shared/trace'
import { DEFAULT_PRIVACY, type KnownLayout } from '#shared/track'
import { asEpochMillis } from '#shared/units'
import { madeSession, STARTED_AT } from './made.ts'

const NEW_ID = 'ab'.repeat(16) as LayoutId
const idOf = (n: number): string => n.toString(16).padStart(32, '0')

const KNOWN: readonly KnownLayout[] = CIRCUIT_NAMES.map((name, i) => {
  const { gates, lengthM, frame, name: trackName } = describeCircuit(name)
  return {
    trackName,
    layout: {
      id: idOf(i) as LayoutId,
      trackId: idOf(i + 10) as TrackId,
      name: 'full',
      lengthM,
      frame,
      gateVersions: [{ ...gates, version: 4 }],
      privacy: DEFAULT_PRIVACY,
    },
  }
})

const sessionOf = (trace: Trace, parts: Partial<LoggedSession> = {}): LoggedSession => ({
  driver: null,
  vehicle: null,
  venue: null,
  comment: null,
  startedAt: asEpochMillis(STARTED_AT),
  utcOffsetMin: null,
  frame: { kind: 'wgs84' },
  trace,
  marks: null,
  lapColumn: null,
  lines: null,
  pits: [],
  ...parts,
})

/** The same drive at other speeds, in m/s; null leaves one as it was. */
const withSpeed = (from: Trace, speedAt: (ms: number) => number | null): Trace =>
  createTrace(
    from.groups.map(({ timeMs }, g) => ({
      timeMs,
      channels: from.channels
        .filter(c => c.group === g)
        .map(c =>
          c.name === 'speed' ? { ...c, values: c.values.map((v, i) => speedAt(timeMs[i]!) ?? v) } : c,
        ),
    })),
  )

const logOf = (...sessions: LoggedSession[]): Log => ({ format: 'Test', sessions, notes: [] })
const cut = (session: LoggedSession, known: readonly KnownLayout[] = []): CutLog =>
  cutSessions(logOf(session), known, NEW_ID)[0]!
const notesOf = ({ notes }: CutLog): string => notes.map(({ text }) => text).join('\n')
const kinds = ({ laps }: CutLog): string => laps.map(lap => lap.kind).join(' ')
const timed = ({ laps }: CutLog): number[] => laps.filter(lap => lap.kind === 'timed').map(lapTimeMs)

const simulated = madeSession({ laps: 3 })
const { trace, truth, circuit } = simulated
const trueTimes = truth.laps
  .filter(lap => lap.kind === 'timed')
  .map(lap => Math.round(lap.endMs) - Math.round(lap.startMs))
const marks: LapMark[] = truth.laps.map(({ number, kind, startMs, endMs }) => ({
  number,
  kind,
  startMs,
  endMs,
}))
const lines = { startFinish: circuit.gates.startFinish, finish: null, sectors: circuit.gates.sectors }

/** A counter that changes some hundred milliseconds late, as those of phones do. */
const lapColumn: LapMark[] = marks
  .filter(({ kind }) => kind === 'timed')
  .map(({ number, startMs, endMs }) => ({ number, startMs: startMs + 300, endMs: endMs + 300 }))

const withoutPosition = createTrace([
  {
    timeMs: Float64Array.of(0, 1000, 2000),
    channels: [
      { name: 'rpm', unit: 'rpm', kind: 'continuous', source: 'can', values: Float32Array.of(1, 2, 3) },
    ],
  },
])

const expectNear = (got: readonly number[], want: readonly number[], ms: number): void => {
  expect(got).toHaveLength(want.length)
  for (const [i, time] of got.entries()) expect(Math.abs(time - want[i]!)).toBeLessThanOrEqual(ms)
}

describe('the order of trust', () => {
  test('official marks come first, on a known layout too', () => {
    const late = marks.map(mark => ({ ...mark, endMs: mark.endMs + 5000, startMs: mark.startMs + 5000 }))
    const result = cut(sessionOf(trace, { marks: late, lapColumn, lines }), KNOWN)
    expect(result.timedBy).toBe('marks')
    expect(result.laps.map(({ startMs }) => startMs)).toEqual(late.map(({ startMs }) => Math.round(startMs)))
    expect(result.place).toMatchObject({ kind: 'known', trackName: 'Kestrel Heath' })
  })

  test('then the lines of a known layout', () => {
    const result = cut(sessionOf(trace, { lines, lapColumn }), KNOWN)
    expect(result.timedBy).toBe('known-layout')
    expect(kinds(result)).toBe('out timed timed timed in')
    expectNear(timed(result), trueTimes, 60)
    expect(result.laps[1]!.timing).toEqual({ by: 'gates', layoutId: idOf(0), gateVersion: 4 })
    expect(result.laps[1]!.sectorsMs).toHaveLength(3)
    expect(notesOf(result)).toBe('The driving shows that this was Kestrel Heath, full.')
  })

  test('then the lines in the file', () => {
    const result = cut(sessionOf(trace, { lines, lapColumn, venue: 'Kestrel' }))
    expect(result.timedBy).toBe('file-lines')
    expectNear(timed(result), trueTimes, 60)
    expect(result.place).toMatchObject({
      kind: 'new',
      layoutId: NEW_ID,
      name: 'Kestrel',
      gates: { ...lines, origin: 'From the log file' },
    })
    expect(result.laps[1]!.timing).toEqual({ by: 'gates', layoutId: NEW_ID, gateVersion: 1 })
    if (result.place?.kind === 'new') {
      expect(Math.abs(result.place.lengthM! / circuit.lengthM - 1)).toBeLessThan(0.03)
    }
  })

  test('then a line where the lap counter changes', () => {
    const result = cut(sessionOf(trace, { lapColumn }))
    expect(result.timedBy).toBe('proposed-line')
    expect(kinds(result)).toBe('out timed timed timed in')
    expectNear(timed(result), trueTimes, 150)
    expect(notesOf(result)).toContain('a line put where the counter changes')
    if (result.place?.kind !== 'new') throw new Error('no place')
    const plane = createProjection(circuit.origin)
    const [made, own] = [result.place.gates, circuit.gates].map(g =>
      gateCenter(gateToMetres(g.startFinish, plane)),
    )
    // 0.3 s late at 60 m/s.
    expect(Math.hypot(made!.x - own!.x, made!.y - own!.y)).toBeLessThan(30)
  })

  test('then a line on the fastest straight', () => {
    const result = cut(sessionOf(trace))
    expect(result.timedBy).toBe('proposed-line')
    expect(kinds(result)).toBe('out timed timed timed in')
    expectNear(timed(result), trueTimes, 1500)
    expect(notesOf(result)).toMatch(
      /a straight of \d+ m that was passed 4 times at about \d+ km\/h: check it/,
    )
  })

  test('a lap counter alone is the last resort', () => {
    const result = cut(sessionOf(withoutPosition, { lapColumn }))
    expect(result).toMatchObject({ timedBy: 'lap-column', place: null })
    expect(result.laps.every(({ timing }) => timing.by === 'counter')).toBe(true)
    expect(timed(result)).toHaveLength(3)
    expect(notesOf(result)).toContain('lap counter of the log changes')
  })

  test('with nothing to go by there are no laps, and it is said why', () => {
    expect(cut(sessionOf(withoutPosition))).toMatchObject({ timedBy: 'nothing', laps: [], place: null })
    expect(notesOf(cut(sessionOf(withoutPosition)))).toContain('neither lap times nor positions')
    const road = createTrace([
      {
        timeMs: Float64Array.from({ length: 100 }, (_, i) => i * 1000),
        channels: ['lat', 'lon'].map(name => ({
          name,
          unit: 'deg',
          kind: 'continuous' as const,
          source: 'gps',
          values: Float64Array.from({ length: 100 }, (_, i) => 10 + i * 1e-4),
        })),
      },
    ])
    expect(cut(sessionOf(road))).toMatchObject({ timedBy: 'nothing', laps: [] })
    expect(notesOf(cut(sessionOf(road)))).toContain('draw the start line')
  })
})

describe('lines nobody crossed', () => {
  const elsewhere = describeCircuit('valdoro').gates

  test('are left out with a note, and the next best is taken', () => {
    const result = cut(sessionOf(trace, { lines: { ...elsewhere, finish: null } }))
    expect(result.timedBy).toBe('proposed-line')
    expect(notesOf(result)).toContain('never crossed in this session')
  })
})

describe('places of sessions with official times', () => {
  test('the lines of the file, with sectors for laps that have none', () => {
    const result = cut(sessionOf(trace, { marks, lines }))
    expect(result.place).toMatchObject({ kind: 'new', gates: { origin: 'From the log file' } })
    for (const lap of result.laps.filter(isRanked)) {
      expect(lap.timing).toEqual({ by: 'marks' })
      expect(lap.sectorsMs).toHaveLength(3)
      expect(lap.sectorsMs.reduce((a, b) => a + b, 0)).toBe(lapTimeMs(lap))
    }
  })

  test('sectors of other lines are not mixed with them', () => {
    const late = marks.map(mark => ({ ...mark, startMs: mark.startMs + 900, endMs: mark.endMs + 900 }))
    for (const lap of cut(sessionOf(trace, { marks: late, lines })).laps) expect(lap.sectorsMs).toEqual([])
  })

  test('without lines the place is where the laps begin', () => {
    const { place } = cut(sessionOf(trace, { marks }))
    if (place?.kind !== 'new') throw new Error('no place')
    const plane = createProjection(circuit.origin)
    const [made, own] = [place.gates, circuit.gates].map(g => gateCenter(gateToMetres(g.startFinish, plane)))
    expect(Math.hypot(made!.x - own!.x, made!.y - own!.y)).toBeLessThan(6)
    expect(place.gates.finish).toBeNull()
  })

  test('a course from A to B gets a finish', () => {
    const [, lap] = truth.laps
    const half = [{ number: 1, startMs: lap!.startMs, endMs: lap!.splitsMs[1]! }]
    const { place } = cut(sessionOf(trace, { marks: half }))
    expect(place).toMatchObject({ kind: 'new', gates: { finish: expect.anything() } })
  })

  test('without a position there is no place, but there are laps', () => {
    const result = cut(sessionOf(withoutPosition, { marks }), KNOWN)
    expect(result).toMatchObject({ timedBy: 'marks', place: null })
    expect(timed(result)).toEqual(trueTimes)
  })
})

describe('laps that do not count', () => {
  test('through the pits: in when it ended there, out when it came from there', () => {
    const [, one, two, three] = truth.laps
    const pits = [
      { kind: 'entry', atMs: one!.endMs - 5000 },
      { kind: 'exit', atMs: two!.startMs + 5000 },
      { kind: 'entry', atMs: three!.startMs + 1000 },
      { kind: 'exit', atMs: three!.startMs + 9000 },
    ] as const
    const slow = withSpeed(trace, ms =>
      pits.some(({ kind, atMs }) => kind === 'entry' && ms >= atMs && ms <= atMs + 11_000) ? 15 : null,
    )
    const fast = withSpeed(trace, () => 40)
    for (const parts of [{ marks }, { lines }]) {
      const result = cut(sessionOf(slow, { ...parts, pits }))
      expect(kinds(result)).toBe('out in out out in')
      expect(result.laps.filter(isRanked)).toEqual([])
      const driven = cut(sessionOf(fast, { ...parts, pits }))
      expect(timed(driven)).toHaveLength(3)
      expect(notesOf(driven)).toContain('The log puts 3 laps into the pits though')
    }
  })

  test('that the recording flags keep their time and say why', () => {
    const flagged = createTrace(
      trace.groups.map(({ timeMs }, g) => ({
        timeMs,
        channels: trace.channels
          .filter(c => c.group === g)
          .map(c =>
            c.name === 'lapInvalid'
              ? {
                  ...c,
                  values: Float32Array.from(timeMs, t =>
                    t > truth.laps[2]!.startMs + 30_000 && t < truth.laps[2]!.endMs ? 1 : 0,
                  ),
                }
              : c,
          ),
      })),
    )
    const result = cut(sessionOf(flagged, { marks }))
    expect(result.laps.map(({ validity }) => validity.valid)).toEqual([true, true, false, true, true])
    expect(result.laps[2]!.kind).toBe('timed')
  })

  test('two laps for one, because the line was missed, have no time', () => {
    const narrow = KNOWN.map(known => {
      const [gates] = known.layout.gateVersions
      return { ...known, layout: { ...known.layout, gateVersions: [gates!] } }
    })
    const aside = asideAt(simulated, truth.laps[2]!.startMs)
    const result = cut(sessionOf(aside), narrow)
    expect(result.timedBy).toBe('known-layout')
    expect(kinds(result)).toBe('out partial timed in')
    const [, both] = result.laps
    expect(both!.validity).toMatchObject({
      valid: false,
      reason: expect.stringContaining('more than one lap'),
    })
  })
})

/** The drive with its fixes 15 m to the north for a second around a moment: past the end of a narrow line. */
const asideAt = ({ trace: whole }: SimulatedSession, atMs: number): Trace =>
  createTrace(
    whole.groups.map(({ timeMs }, g) => ({
      timeMs,
      channels: whole.channels
        .filter(c => c.group === g)
        .map(c => {
          if (c.name !== 'lat') return c
          const values = Float64Array.from(c.values, (v, i) =>
            Math.abs(timeMs[i]! - atMs) < 1000 ? v + 15 / 111_200 : v,
          )
          return { ...c, values }
        }),
    })),
  )

describe('several sessions in one log', () => {
  const other = madeSession({ laps: 1 })

  test('at one new place share it', () => {
    const [a, b] = cutSessions(logOf(sessionOf(trace, { lines }), sessionOf(other.trace)), [], NEW_ID)
    expect(b!.place).toBe(a!.place)
    expect(b!.timedBy).toBe('file-lines')
    expect(b!.laps.filter(isRanked)).toHaveLength(1)
  })

  test('at different new places have layouts of their own', () => {
    const there = madeSession({ laps: 2 })
    const far = { ...there, trace: shiftedNorth(there.trace, 0.2) }
    const cuts = cutSessions(logOf(sessionOf(trace, { lines }), sessionOf(far.trace)), [], NEW_ID)
    const ids = cuts.map(({ place }) => (place?.kind === 'new' ? place.layoutId : null))
    expect(ids[0]).toBe(NEW_ID)
    expect(ids[1]).not.toBe(NEW_ID)
    expect(ids[1]).toMatch(/^[0-9a-f]{32}$/)
    expect(cuts[1]!.laps.filter(isRanked)[0]!.timing).toMatchObject({ layoutId: ids[1] })
  })

  test('the same log gives the same cut', () => {
    const log = logOf(sessionOf(trace), sessionOf(other.trace))
    expect(cutSessions(log, KNOWN, NEW_ID)).toEqual(cutSessions(log, KNOWN, NEW_ID))
  })
})

const shiftedNorth = (whole: Trace, degrees: number): Trace => ({
  ...whole,
  channels: whole.channels.map(c =>
    c.name === 'lat' ? { ...c, values: c.values.map(v => v + degrees) as typeof c.values } : c,
  ),
})
