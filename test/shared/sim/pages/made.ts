/** A pretended game read by the decoder, with the truth beside it. */
import {
  createFakePages,
  createPageDecoder,
  type FakeGame,
  type FakeOptions,
  type PageDecoder,
  SAMPLE_FIELDS,
  SAMPLE_WIDTH,
  type SampleField,
  type SimEvent,
  type SimSamples,
  type SimStatus,
  STATUS_FIELDS,
  type StatusField,
} from '#shared/sim'

export const familyOf = (game: FakeOptions['game']) => (game === 'evo' ? 'evo' : 'ac')

export interface Reading {
  readonly events: SimEvent[]
  readonly decoder: PageDecoder
  readonly game: FakeGame
}

/** Reads `fromMs` to `toMs` every `stepMs`; `see` is shown the events of each step. */
export const readGame = (
  options: FakeOptions,
  toMs: number,
  stepMs = 3,
  see: (events: SimEvent[], atMs: number) => void = () => {},
): Reading => {
  const game = createFakePages(options)
  const decoder = createPageDecoder()
  const family = familyOf(options.game)
  const events: SimEvent[] = []
  for (let atMs = 0; atMs <= toMs; atMs += stepMs) {
    const pages = game.fill(atMs)
    for (const page of ['static', 'physics', 'graphics'] as const)
      decoder.take({ page, family, bytes: pages[page], atMs })
    const news = decoder.drain()
    see(news, atMs)
    events.push(...news)
  }
  return { events, decoder, game }
}

export const statusesOf = (events: readonly SimEvent[]): SimStatus[] =>
  events.filter(event => event.kind === 'status')
export const samplesOf = (events: readonly SimEvent[]): SimSamples[] =>
  events.filter(event => event.kind === 'samples')

export const namedStatus = ({ values }: SimStatus): Record<StatusField, number> =>
  Object.fromEntries(STATUS_FIELDS.map((name, i) => [name, values[i]])) as Record<StatusField, number>

export const namedSample = ({ values }: SimSamples, row = 0): Record<SampleField, number> =>
  Object.fromEntries(SAMPLE_FIELDS.map((name, i) => [name, values[row * SAMPLE_WIDTH + i]])) as Record<
    SampleField,
    number
  >
