/** The tables of places: nothing is claimed twice, everything finds itself, every name of ACC is there. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KNOWN_TRACKS, knownTrackById, knownTrackByKey, knownTrackOf } from '#shared/known'
import { trackNames } from '../../../shared/known/find-track.ts'
import { factsOf, testWith } from './facts.ts'

const found = (name: string): string | null => {
  const place = knownTrackOf(name)
  return place && (place.layout?.id ?? place.track.id)
}

const every = KNOWN_TRACKS.flatMap(track => [
  ...[track.id, track.name, track.short, ...track.aliases].map(name => ({ name, id: track.id })),
  ...track.layouts.flatMap(layout => [
    ...layout.aliases.map(name => ({ name, id: layout.id })),
    ...layout.words.map(word => ({ name: `${track.name} ${word}`, id: layout.id })),
  ]),
])

describe('the tables', () => {
  test('no id names two places or layouts', () => {
    const ids = KNOWN_TRACKS.flatMap(track => [track.id, ...track.layouts.map(layout => layout.id)])
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z0-9_]+(\/[a-z0-9-]+)?$/)
  })

  test('no name is claimed by two', () => {
    const claims = new Map<string, string>()
    for (const [key, { track, layout }] of trackNames()) {
      const id = layout?.id ?? track.id
      expect(`${key}: ${claims.get(key) ?? id}`).toBe(`${key}: ${id}`)
      claims.set(key, id)
    }
  })

  test('no id of a sim is claimed by two', () => {
    const ids = KNOWN_TRACKS.flatMap(({ layouts }) =>
      layouts.flatMap(({ ids: { acc = [], ac1 = [] } }) => [
        ...acc.map(id => `acc ${id}`),
        ...ac1.map(([folder, config]) => `ac1 ${folder} ${config}`),
      ]),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('every name finds its own place', () => {
    expect(every.map(({ name }) => `${name}: ${found(name)}`)).toEqual(
      every.map(({ name, id }) => `${name}: ${id}`),
    )
  })

  test('a place is on the globe, in a country, with layouts of a believable length', () => {
    for (const { at, country, layouts, id } of KNOWN_TRACKS) {
      expect(at === null, id).toBe(country === null)
      if (country) expect(country, id).toMatch(/^[A-Z]{2}$/)
      if (at) expect(Math.abs(at.lat) < 60 && Math.abs(at.lon) < 180, id).toBe(true)
      expect(layouts.length, id).toBeGreaterThan(0)
      for (const { lengthM } of layouts) {
        if (lengthM !== null) expect(lengthM > 1000 && lengthM < 26_000, id).toBe(true)
      }
    }
  })
})

describe('a name as somebody writes it', () => {
  const SPELLINGS: readonly (readonly [name: string, id: string | null])[] = [
    ['Spa-Francorchamps', 'spa'],
    ['spa', 'spa'],
    ['Circuit de Spa-Francorchamps', 'spa'],
    ['SPA', 'spa'],
    ['spa_2020', 'spa'],
    ['6 Hours of Spa', 'spa'],
    ['Spa 6h', 'spa'],
    ['Nürburgring', 'nurburgring'],
    ['NURBURGRING', 'nurburgring'],
    ['Nuerburgring GP', 'nurburgring/gp'],
    ['Nordschleife', 'nurburgring/nordschleife'],
    ['Nürburgring Nordschleife', 'nurburgring/nordschleife'],
    ['ks_nordschleife', 'nurburgring/nordschleife'],
    ['24h Nürburgring', 'nurburgring/24h'],
    ['nurburgring_24h', 'nurburgring/24h'],
    ['Silverstone 1967', 'silverstone/1967'],
    ['ks_silverstone1967', 'silverstone/1967'],
    ['Silverstone (National)', 'silverstone/national'],
    ['Silverstone - International Circuit', 'silverstone/international'],
    ['Monza 1966', 'monza/1966'],
    ['Brands Hatch Indy', 'brands_hatch/indy'],
    ['brands hatch indy circuit', 'brands_hatch/indy'],
    ['Barcelona', 'barcelona'],
    ['Circuit de Catalunya', 'barcelona'],
    ['Mount Panorama', 'mount_panorama'],
    ['Bathurst', 'mount_panorama'],
    ['indianapolis-motor-speedway-rc', 'indianapolis/road'],
    ['鈴鹿サーキット', 'suzuka'],
    ['Autodromo di Imola', 'imola'],
    ['Le Mans 24h', 'le_mans/sarthe'],
    ['Le Mans', 'le_mans'],
    ['Donington Park', 'donington'],
  ]
  test.each(SPELLINGS)('%s is %s', (name, id) => {
    expect(found(name)).toBe(id)
  })

  test.each([
    ...[
      '',
      ' ',
      '_',
      '-',
      '2019',
      'ks_',
      '24h',
      'Spain',
      'Germany',
      'GP',
      'Grand Prix',
      'National',
      'Circuit',
    ],
    ...[
      'Park',
      'Ring',
      'the',
      'Spa Hotel',
      'Spain GP',
      'my spa day',
      'Monzaemon',
      'Silverstone Road to work',
    ],
    ...['rt_suzuka_mod_v3', 'Track 1', 'Kartbahn', 'Home', 'constructor', '__proto__', 'toString'],
  ])('%j is no place', name => {
    expect(found(name)).toBeNull()
  })

  test('case, accents, punctuation and spaces do not matter', () => {
    const letters = (text: string): string[] => [...text.normalize('NFC')]
    fc.assert(
      fc.property(
        fc.constantFrom(...every),
        fc.array(fc.constantFrom('upper', 'lower', 'decomposed', 'space', 'dash', 'same'), {
          minLength: 1,
          maxLength: 40,
        }),
        ({ name, id }, changes) => {
          const changed = letters(name).map((letter, i) => {
            switch (changes[i % changes.length]) {
              case 'upper':
                return letter.toUpperCase()
              case 'lower':
                return letter.toLowerCase()
              case 'decomposed':
                return letter.normalize('NFD')
              case 'space':
                return letter === ' ' ? '  ' : letter
              case 'dash':
                return letter === ' ' || letter === '_' ? ' - ' : letter
              default:
                return letter
            }
          })
          expect(`${name}: ${found(` ${changed.join('')}. `)}`).toBe(`${name}: ${id}`)
        },
      ),
    )
  })

  test('any text answers, and what is found has that name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), name => {
        const place = knownTrackOf(name)
        if (place) expect(KNOWN_TRACKS).toContain(place.track)
        knownTrackById('acc', name)
        knownTrackById('ac1', name, name)
      }),
      { numRuns: 1000 },
    )
  })

  test('a name of a million letters is refused at once', () => {
    expect(knownTrackOf('spa '.repeat(250_000))).toBeNull()
  })
})

describe('ids of the sims', () => {
  const idOf = (...of: Parameters<typeof knownTrackById>): string | null => {
    const place = knownTrackById(...of)
    return place && (place.layout?.id ?? place.track.id)
  }

  test('ACC', () => {
    expect(idOf('acc', 'spa')).toBe('spa/gp')
    expect(idOf('acc', 'Spa')).toBe('spa/gp')
    expect(idOf('acc', 'donington_2019')).toBe('donington/gp')
    expect(idOf('acc', 'nurburgring_24h')).toBe('nurburgring/24h')
    expect(idOf('acc', 'no_such_track')).toBeNull()
  })

  test('AC1: the folder and its configuration', () => {
    expect(idOf('ac1', 'ks_nurburgring', 'layout_gp_a')).toBe('nurburgring/gp')
    expect(idOf('ac1', 'ks_nordschleife', 'touristenfahrten')).toBe('nurburgring/tourist')
    expect(idOf('ac1', 'monza', 'full course')).toBe('monza/gp')
    expect(idOf('ac1', 'ks_brands_hatch', 'a layout of tomorrow')).toBe('brands_hatch')
  })

  test('AC1: a mod is looked up by its name', () => {
    expect(idOf('ac1', 'barbagallo')).toBe('wanneroo')
    expect(idOf('ac1', 'vir', 'north course')).toBe('vir/north')
    expect(idOf('ac1', 'somebodys_backyard')).toBeNull()
  })

  test('a place is found by its own id', () => {
    for (const track of KNOWN_TRACKS) expect(knownTrackByKey(track.id)).toBe(track)
    expect(knownTrackByKey('constructor')).toBeNull()
  })
})

interface TrackFacts {
  readonly tracks: readonly {
    readonly id: string
    readonly name: string
    readonly shmName: string
    readonly iso2: string
    readonly lengthM: number
  }[]
  readonly ac1: readonly { readonly id: string; readonly layout: string; readonly name: string }[]
}

testWith('every circuit of the facts is known by each of its names', 'facts/tracks.json', () => {
  const facts = factsOf<TrackFacts>('tracks.json')
  expect(facts.tracks).toHaveLength(25)
  for (const { id, name, shmName, iso2, lengthM } of facts.tracks) {
    const place = knownTrackById('acc', id)
    expect(place?.layout, id).toBeTruthy()
    expect(knownTrackOf(id)?.track, id).toBe(place!.track)
    expect(knownTrackOf(name)?.track, name).toBe(place!.track)
    expect(knownTrackById('acc', shmName)?.layout, shmName).toBe(place!.layout)
    expect(place!.track.country, id).toBe(iso2)
    // The one that is rounded there: 25.3 km of 25,378 m.
    expect(Math.abs(place!.layout!.lengthM! - lengthM), id).toBeLessThan(100)
  }
  for (const { id, layout, name } of facts.ac1) {
    const place = knownTrackById('ac1', id, layout)
    expect(place?.layout, `${id} ${layout}`).toBeTruthy()
    expect(knownTrackOf(name.replace(' (fictional)', ''))?.track, name).toBe(place!.track)
  }
})
