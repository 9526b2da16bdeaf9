/** Places by position. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KNOWN_TRACKS, knownTrackNear } from '#shared/known'

const placed = KNOWN_TRACKS.filter(({ at }) => at !== null)

test('every place is the nearest to its own position', () => {
  for (const track of placed) expect(knownTrackNear(track.at!)?.track.id).toBe(track.id)
})

test('no place lies within the reach of another', () => {
  for (const a of placed) {
    for (const b of placed) {
      if (a === b) continue
      const north = (a.at!.lat - b.at!.lat) * 111_195
      const east = (a.at!.lon - b.at!.lon) * 111_195 * Math.cos((a.at!.lat * Math.PI) / 180)
      expect(Math.hypot(north, east), `${a.id} and ${b.id}`).toBeGreaterThan(Math.max(a.reachM, b.reachM))
    }
  }
})

test('the whole Nordschleife belongs to the Nürburgring', () => {
  // Breidscheid, the Karussell and Döttinger Höhe.
  for (const [lat, lon] of [
    [50.377, 6.952],
    [50.372, 6.99],
    [50.352, 6.997],
  ] as const) {
    expect(knownTrackNear({ lat, lon })?.track.id).toBe('nurburgring')
  }
})

test('far from every circuit there is none', () => {
  for (const [lat, lon] of [
    [0, 0],
    [90, 0],
    [48.858, 2.294],
    [Number.NaN, 5],
  ] as const) {
    expect(knownTrackNear({ lat, lon })).toBeNull()
  }
})

test('any point answers, and never with a place out of reach', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (lat, lon) => {
      const near = knownTrackNear({ lat, lon })
      if (near) expect(near.distanceM).toBeLessThanOrEqual(near.track.reachM)
    }),
  )
})

test('across the date line is not around the globe', () => {
  const near = knownTrackNear({ lat: 46.1878, lon: -74.6108 + 360 })
  expect(near?.track.id).toBe('tremblant')
})
