/**
 * What the drained events of the Windows reader must be: the physics of every packet, decoded here from the same pages.
 *
 * Of a sample only what its own physics page says is compared: oil, air and the like come from the graphics page seen
 * last, and which one that was depends on the instant.
 */
import {
  createPageDecoder,
  type FakeLap,
  SAMPLE_AT,
  SAMPLE_WIDTH,
  type SampleField,
  type SimEvent,
} from '#shared/sim'
import { createWineGame, idToMs } from './model.ts'

const COMPARED: readonly SampleField[] = [
  'x',
  'y',
  'altitude',
  'speed',
  'throttle',
  'brake',
  'steeringShare',
  'gear',
  'rpm',
  'fuel',
  'waterTemp',
  'wheelSpeedFL',
  'tyreTempFL',
  'tyrePressureRR',
  'suspensionFR',
]

const keyOf = (values: Float32Array, row: number): string =>
  COMPARED.map(field => values[row * SAMPLE_WIDTH + SAMPLE_AT[field]]).join(' ')

export interface TruthReport {
  readonly samples: number
  /** Samples that are no packet's, or come again or out of order. */
  readonly wrong: number
  readonly firstId: number
  readonly lastId: number
  readonly laps: readonly FakeLap[]
}

export const holdAgainstTruth = (events: readonly SimEvent[], packets: number): TruthReport => {
  const game = createWineGame()
  const decoder = createPageDecoder()
  const idOf = new Map<string, number>()
  for (let id = 1; id <= packets; id++) {
    const atMs = idToMs(id)
    const pages = game.fill(atMs)
    if (id === 1) decoder.take({ family: 'ac', page: 'static', bytes: pages.static, atMs })
    decoder.take({ family: 'ac', page: 'graphics', bytes: pages.graphics, atMs })
    decoder.take({ family: 'ac', page: 'physics', bytes: pages.physics, atMs })
    for (const event of decoder.drain()) if (event.kind === 'samples') idOf.set(keyOf(event.values, 0), id)
  }
  const ids = events
    .filter(event => event.kind === 'samples')
    .flatMap(({ timesMs, values }) => [...timesMs].map((_, row) => idOf.get(keyOf(values, row)) ?? null))
  const wrong = ids.filter((id, at) => id === null || (at > 0 && id <= (ids[at - 1] ?? id))).length
  return { samples: ids.length, wrong, firstId: ids[0] ?? 0, lastId: ids.at(-1) ?? 0, laps: game.laps() }
}
