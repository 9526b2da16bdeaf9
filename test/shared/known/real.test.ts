/** Names and positions as they occur in recordings and result files of other people. */
import { expect } from 'vitest'
import { memorySource, readLog } from '#shared/formats'
import { knownCarById, knownTrackById, knownTrackNear, knownTrackOf } from '#shared/known'
import { channelOf } from '#shared/trace'
import { bytesOf, filesIn, jsonOf, testWith } from './facts.ts'

interface AccResult {
  readonly trackName: string
  readonly sessionResult?: {
    readonly leaderBoardLines?: readonly { readonly car: { readonly carModel: number } }[]
  }
}

testWith('every track and car of the ACC results is known', 'data/acc-results', () => {
  for (const file of filesIn('data/acc-results')) {
    const result = jsonOf(`data/acc-results/${file}`) as AccResult
    expect(knownTrackById('acc', result.trackName)?.layout, `${file}: ${result.trackName}`).toBeTruthy()
    for (const { car } of result.sessionResult?.leaderBoardLines ?? []) {
      expect(knownCarById('acc', car.carModel), `${file}: ${car.carModel}`).not.toBeNull()
    }
  }
})

/** Mods: shown as they are. */
const UNKNOWN_CARS = ['rss_formula_rss_4']

interface Ac1Result {
  readonly TrackName: string
  readonly TrackConfig: string
  readonly Cars: readonly { readonly Model: string }[]
}

testWith('every track and car of the AC1 results is known, but for mods', 'data/ac-results', () => {
  for (const file of filesIn('data/ac-results')) {
    const { TrackName, TrackConfig, Cars } = jsonOf(`data/ac-results/${file}`) as Ac1Result
    expect(knownTrackById('ac1', TrackName, TrackConfig), `${file}: ${TrackName}`).not.toBeNull()
    for (const { Model } of Cars) {
      expect(knownCarById('ac1', Model) === null, `${file}: ${Model}`).toBe(UNKNOWN_CARS.includes(Model))
    }
  }
})

/** Events, not places. */
const NO_PLACE = ['weathertech 240   wgi', 'roar before the 24', 'tire rack.com battle on the bricks']

testWith('every place of the IMSA races is known', 'data/endurance/imsa', () => {
  const names = filesIn('data/endurance/imsa').map(file =>
    file
      .replace(/^\d{4}_\d{2}-/, '')
      .replace(/_\w+\.csv\.gz$/, '')
      .replaceAll('-', ' '),
  )
  expect(names.length).toBeGreaterThan(30)
  for (const name of new Set(names)) {
    expect(knownTrackOf(name) === null, name).toBe(NO_PLACE.includes(name))
  }
})

/** 'qatar' is a country, and no name of its circuit. */
const COUNTRIES = ['qatar 1812km']

testWith('every place of the WEC races is known', 'data/endurance/wec', () => {
  for (const file of filesIn('data/endurance/wec')) {
    const name = file
      .replace(/^\d{4}_/, '')
      .replace('.csv.gz', '')
      .replaceAll('_', ' ')
    expect(knownTrackOf(name) === null, name).toBe(COUNTRIES.includes(name))
  }
})

/** Recordings made at a circuit of the tables, and some that were not. */
const DRIVEN: readonly (readonly [file: string, place: string | null])[] = [
  ['vbo/25IR05_RdAm_FP1_Run04_KO.vbo', 'road_america'],
  ['vbo/VBO-test.vbo', 'puebla'],
  ['harrys/922016Laps.csv', 'willow_springs'],
  ['harrys/LapTimerGPSRecDB.csv', 'willow_springs'],
  ['trackaddict/Log-20220531-085930 Goodwood Motorcircuit - 2.57.527.csv', 'goodwood'],
  ['trackaddict/STC_log.csv', 'spreewaldring'],
  ['racechrono/session_20251231_111318_tianma_lap9_v3.csv', 'tianma'],
  ['aim/aim_official_test.xrk', 'adria'],
  ['vbo/vbors_basic.vbo', null],
  ['misc/okc-tillotson-plain.nmea', null],
  ['vbo/racebox-lignano.vbo', null],
]

for (const [file, place] of DRIVEN) {
  testWith(
    `${file} was driven at ${place ?? 'a place nobody listed'}`,
    `data/telemetry/${file}`,
    async () => {
      const outcome = await readLog(memorySource(file.split('/')[1]!, bytesOf(`data/telemetry/${file}`)), {})
      if (!outcome.ok) throw new Error(outcome.reason)
      const { trace } = outcome.log.sessions[0]!
      const [lat, lon] = ['lat', 'lon'].map(name => middleOf(channelOf(trace, name)!.values))
      const near = knownTrackNear({ lat: lat!, lon: lon! })
      expect(near?.track.id ?? null).toBe(place)
      // The tables are good to about a kilometre; the middle of a drive is as far again from the middle of a place.
      if (near) expect(near.distanceM).toBeLessThan(1500)
    },
  )
}

const middleOf = (values: ArrayLike<number>): number => {
  const known = Array.from(values).filter(Number.isFinite)
  return known.sort((a, b) => a - b)[known.length >> 1]!
}
