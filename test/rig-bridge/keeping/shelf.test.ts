/** The shelf as a page sees it: lists, chunks, confirmations, and when a lap goes. */
import { expect, test } from 'vitest'
import { silentLog } from '../../../node/log/index.ts'
import { encodeHere } from '../../../rig-bridge/keeping/encoder.ts'
import { createIdSource } from '../../../rig-bridge/keeping/ids.ts'
import { KEEP_MS, openShelf, type Shelf } from '../../../rig-bridge/keeping/shelf.ts'
import { LAPS_PER_MESSAGE, RIG_CHUNK_BYTES, type RigLap, rigLapSchema } from '../../../shared/api/index.ts'
import type { RecordedLap } from '../../../shared/sim/index.ts'
import { createTrace } from '../../../shared/trace/index.ts'
import { asEpochMillis, asMillis } from '../../../shared/units/index.ts'
import { createMachine, type Machine } from './machine.ts'
import { NOON } from './rig.ts'

const ids = createIdSource(new Uint8Array(16))

const lapNumber = (number: number, samples = 10, driver = 'A. Racer'): RecordedLap => ({
  id: ids.next(),
  session: {
    id: 'a'.repeat(32) as RecordedLap['session']['id'],
    startedAt: asEpochMillis(NOON),
    utcOffsetMin: 60,
    game: 'ac',
    kind: 'race',
    car: 'car',
    track: 'ring',
    layout: '',
    driver,
    trackLengthM: null,
    sectorCount: 3,
    isOnline: true,
  },
  startedAt: asEpochMillis(NOON + number * 1000),
  measured: {
    number,
    kind: 'timed',
    startMs: asMillis(number * 1000),
    endMs: asMillis(number * 1000 + 1000),
    sectorsMs: [],
    validity: { valid: true },
    timing: { by: 'marks' },
  },
  facts: {
    game: 'ac',
    sessionKind: 'race',
    airC: Number.NaN,
    tyreTempC: [1, 2, Number.POSITIVE_INFINITY, 4],
    settings: { tc: 3, abs: Number.NaN },
  },
  lines: [],
  trace: createTrace([{ timeMs: Float64Array.from({ length: samples }, (_, n) => n), channels: [] }]),
})

interface Opened {
  readonly shelf: Shelf
  readonly machine: Machine
  readonly listed: RigLap[]
  pass(ms: number): void
}

const open = async (machine = createMachine()): Promise<Opened> => {
  let nowMs = NOON
  const listed: RigLap[] = []
  const shelf = await openShelf({
    files: machine.files,
    log: silentLog,
    epochMs: () => nowMs,
    encode: encodeHere,
    onLap: lap => listed.push(lap),
    onSettled: () => {},
  })
  shelf.work()
  return {
    shelf,
    machine,
    listed,
    pass: ms => {
      nowMs += ms
    },
  }
}

test('a lap is said in words every page takes: no number that is none, no text too long', async () => {
  const { shelf, listed } = await open()
  shelf.keep(lapNumber(1, 10, 'x'.repeat(500)))
  await shelf.settled()
  expect(rigLapSchema.parse(listed[0])).toEqual(listed[0])
  expect(listed[0]!.session.driver).toBe('x'.repeat(200))
  expect(listed[0]!.facts).toEqual({ game: 'ac', sessionKind: 'race', settings: { tc: 3 } })
})

test('a trace comes in chunks, and nothing beyond its end', async () => {
  const { shelf, listed, machine } = await open()
  shelf.keep(lapNumber(1, 100_000))
  await shelf.settled()
  const { id, traceBytes } = listed[0]!
  const sizes: (number | undefined)[] = []
  for (let index = 0; index < 5; index++) sizes.push((await shelf.chunk(id, index))?.length)
  expect(traceBytes).toBeGreaterThan(3 * RIG_CHUNK_BYTES)
  expect(sizes).toEqual([
    RIG_CHUNK_BYTES,
    RIG_CHUNK_BYTES,
    RIG_CHUNK_BYTES,
    traceBytes - 3 * RIG_CHUNK_BYTES,
    undefined,
  ])
  expect(await shelf.chunk(id, -1)).toBe(null)
  expect(await shelf.chunk(id, 0.5)).toBe(null)
  expect(await shelf.chunk('f'.repeat(32), 0)).toBe(null)
  await machine.files.remove(`${id}.lap`)
  expect(await shelf.chunk(id, 0)).toBe(null)
})

test('a lap goes when every pairing has it and a day has passed; confirming twice is confirming once', async () => {
  const { shelf, machine, pass } = await open()
  shelf.keep(lapNumber(1))
  shelf.keep(lapNumber(2))
  await shelf.settled()
  shelf.pairings(['pc', 'tablet'])
  const [first, second] = shelf.list('pc', null, 10).laps
  expect(await shelf.confirm(first!.id, 'pc')).toBe(true)
  const steps = machine.steps.length
  expect(await shelf.confirm(first!.id, 'pc')).toBe(true)
  expect(machine.steps.length).toBe(steps)
  expect(await shelf.confirm('f'.repeat(32), 'pc')).toBe(false)
  expect([shelf.waiting('pc'), shelf.waiting('tablet'), shelf.waiting(null)]).toEqual([1, 2, 1])
  pass(KEEP_MS + 1)
  await shelf.sweep()
  expect(shelf.list('tablet', null, 10).laps.length).toBe(2)
  await shelf.confirm(first!.id, 'tablet')
  await shelf.sweep()
  expect(shelf.list('new', null, 10).laps).toEqual([second])
  expect(machine.names()).toEqual([`${second!.id}.lap`])
})

test('a revoked pairing is not waited for; with no pairing ever, laps stay', async () => {
  const { shelf, pass } = await open()
  shelf.keep(lapNumber(1))
  await shelf.settled()
  shelf.pairings([])
  pass(30 * KEEP_MS)
  await shelf.sweep()
  expect(shelf.waiting(null)).toBe(1)
  shelf.pairings(['pc', 'old tablet'])
  await shelf.confirm(shelf.list('pc', null, 1).laps[0]!.id, 'pc')
  pass(KEEP_MS + 1)
  await shelf.forget('old tablet')
  await shelf.sweep()
  expect(shelf.list('another', null, 10).laps).toEqual([])
})

test('confirmations outlive a restart; one that cannot be read means nobody has the lap', async () => {
  const { shelf, machine } = await open()
  shelf.keep(lapNumber(1))
  shelf.keep(lapNumber(2))
  await shelf.settled()
  const [first, second] = shelf.list('pc', null, 10).laps
  await shelf.confirm(first!.id, 'pc')
  await shelf.confirm(second!.id, 'pc')
  machine.damage(`${second!.id}.confirmed`, 0)
  const again = await open(machine)
  expect(again.shelf.list('pc', null, 10).laps).toEqual([second])
})

test('a thousand laps wait: listed in pages, oldest first, cheaply, and found again by the next start', async () => {
  const { shelf, machine } = await open()
  const numbers = Array.from({ length: 1000 }, (_, n) => (n * 617) % 1000)
  for (const number of numbers) shelf.keep(lapNumber(number, 1))
  await shelf.settled()
  const again = (await open(machine)).shelf
  for (const one of [shelf, again]) {
    const started = performance.now()
    const seen: number[] = []
    for (let after: string | null = null, more = true; more; ) {
      const page = one.list('pc', after, LAPS_PER_MESSAGE)
      seen.push(...page.laps.map(({ measured }) => measured.number))
      after = page.laps.at(-1)!.id
      more = page.more
    }
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, n) => n))
    expect(one.waiting('pc')).toBe(1000)
    // Twenty pages of it take some 5 ms; this only tells a list from reading a thousand files.
    expect(performance.now() - started).toBeLessThan(1000)
  }
})
