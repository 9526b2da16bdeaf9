/** A few seconds of a drive as events, one of every kind, with awkward numbers in them; the same for the same seed. */
import { SAMPLE_WIDTH, type SimEvent, STATUS_WIDTH } from '../../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'
import { createDice } from '../../formats/common/fuzz.ts'

const AWKWARD = [Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-40, 3.4e38, 0.1]

export const identity = (atMs: number, car = 'Größe 7'): SimEvent => ({
  kind: 'identity',
  atMs,
  game: 'acc',
  gameVersion: '1.9',
  pageVersion: '1.9',
  car,
  skin: '',
  track: 'ahead_ring',
  layout: '',
  driver: 'S. Racer',
  sectorCount: 3,
  maxRpm: 8250.5,
  maxFuelL: null,
  trackLengthM: null,
  isOnline: false,
  assists: { stability: 0.1, unknown: Number.NaN },
})

export const madeEvents = (seed: number, rounds = 40): SimEvent[] => {
  const dice = createDice(seed)
  const number = (): number => (dice(8) === 0 ? AWKWARD[dice(AWKWARD.length)]! : dice(1_000_000) / 997)
  const row = (length: number): number[] => Array.from({ length }, number)
  const events: SimEvent[] = [
    { kind: 'clock', atMs: 0.25, epochMs: asEpochMillis(1_790_000_000_000 + seed), utcOffsetMin: 120 },
    identity(0.5),
    { kind: 'words', atMs: 1, compound: 'dry_compound', trackStatus: 'OPTIMUM' },
  ]
  let atMs = 10
  for (let round = 0; round < rounds; round++) {
    const count = 1 + dice(6)
    const timesMs = Float64Array.from({ length: count }, () => {
      atMs += 3 + dice(100) / 77
      return atMs
    })
    events.push({ kind: 'samples', timesMs, values: Float32Array.from(row(count * SAMPLE_WIDTH)) })
    if (round % 3 === 0) events.push({ kind: 'status', atMs, values: Float64Array.from(row(STATUS_WIDTH)) })
    if (round % 17 === 5) {
      events.push({ kind: 'gap', fromMs: atMs, toMs: atMs + 50, why: 'missed' })
      atMs += 50
    }
  }
  return [...events, { kind: 'away', atMs }]
}
