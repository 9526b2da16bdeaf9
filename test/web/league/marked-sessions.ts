/** Sessions that can be told in any stream of bytes: every word, every name and every recording of them is their own. */
import type { Sha256 } from '#shared/id'
import type { Privacy } from '#shared/lap'
import type { ChunkedRef } from '#shared/logbook'
import { createMemorySharedBlobs, type MemorySharedBlobs } from '#shared/sync'
import { createTrace, encodeTrace, type Trace } from '#shared/trace'
import type { Library } from '#web/store'
import { ensureAll, measuredLap, NOON, unwrap } from '../store/support.ts'
import { type Canary, hashCanary, wordCanary } from './canaries.ts'
import { hashing } from './real-offices.ts'

export interface Marked {
  readonly id: ReturnType<Library['newSessionId']>
  /** What says something of the session itself: for whom it is shared with. */
  readonly spoken: readonly Canary[]
  /** What stays on the device at any level. */
  readonly unspoken: readonly Canary[]
  /** Names and bytes of its recordings and its original file. */
  readonly refs: readonly ChunkedRef[]
  readonly vault: MemorySharedBlobs
}

const randomWord = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), byte => byte.toString(36)).join('')

const traceWith = (channel: string): { readonly trace: Trace; readonly first: Uint8Array } => {
  const values = Float32Array.from({ length: 40 }, () => Math.random())
  const timeMs = Float64Array.from({ length: 40 }, (_, at) => at * 100)
  const trace = createTrace([
    { timeMs, channels: [{ name: channel, unit: '', kind: 'continuous', source: '', values }] },
  ])
  return { trace, first: new Uint8Array(values.slice(0, 8).buffer) }
}

export const saveMarked = async (library: Library, label: string, privacy: Privacy): Promise<Marked> => {
  const vault = createMemorySharedBlobs({ hashing, isReferred: () => true })
  const word = (of: string) => {
    const text = `${label}-${of}-${randomWord()}`
    return { text, canary: wordCanary(`${label}: ${of}`, text) }
  }
  const words = {
    name: word('name'),
    driver: word('driver'),
    car: word('car'),
    channel: word('channel'),
    notes: word('notes'),
    tag: word('tag'),
    fileName: word('file'),
    weather: word('weather'),
  }
  const { track, layout } = await ensureAll(library)
  const shared = { origin: 'user', privacy } as const
  const car = unwrap(await library.ensureCar({ ...shared, name: words.car.text }))
  const driver = unwrap(await library.ensureDriver({ ...shared, name: words.driver.text }))
  const recordings = [traceWith(words.channel.text), traceWith(words.channel.text)]
  const original = crypto.getRandomValues(new Uint8Array(4000))
  const id = library.newSessionId()
  unwrap(
    await library.saveSession({
      id,
      startedAt: NOON,
      utcOffsetMin: 120,
      trackId: track.id,
      layoutId: layout.id,
      carId: car.id,
      origin: { kind: 'file', fileName: words.fileName.text, original, reader: { name: 'csv', version: 1 } },
      laps: [{ measured: measuredLap(1, 0, 60_000), driverId: driver.id, trace: recordings[0]!.trace }],
      between: recordings[1]!.trace,
      notes: words.notes.text,
      privacy,
    }),
  )
  unwrap(
    await library.editSessions([id], {
      name: words.name.text,
      addTags: [words.tag.text],
      conditions: { weather: words.weather.text },
    }),
  )
  const refs = [
    ...(await Promise.all(recordings.map(({ trace }) => vault.keep(encodeTrace(trace))))),
    await vault.keep(original),
  ]
  const detail = unwrap(await library.session(id))
  const stored = [detail.laps[0]?.trace?.sha256, detail.session.betweenTrace?.sha256]
  if (stored.some((sha256, at) => sha256 !== refs[at]!.sha256)) throw new Error('other bytes were stored')
  const ofRecordings = recordings.flatMap(({ first }, at) => [
    { of: `${label}: bytes of recording ${at}`, bytes: first },
    hashCanary(`${label}: hash of recording ${at}`, refs[at]!.sha256),
  ])
  return {
    id,
    refs,
    vault,
    spoken: [
      ...[words.name, words.driver, words.car, words.channel].flatMap(({ canary }) => canary),
      ...ofRecordings,
      hashCanary(`${label}: id`, id),
    ],
    unspoken: [
      ...[words.notes, words.tag, words.fileName, words.weather].flatMap(({ canary }) => canary),
      { of: `${label}: bytes of the original file`, bytes: original.slice(0, 24) },
      hashCanary(`${label}: hash of the original file`, refs[2]!.sha256),
    ],
  }
}

export const everythingOf = ({ spoken, unspoken }: Marked): Canary[] => [...spoken, ...unspoken]

export const hashesOf = ({ refs }: Marked): Sha256[] => refs.map(({ sha256 }) => sha256)
