/**
 * A name as a log, a sim or a result file writes it, to the place and the layout it means.
 *
 * A name is looked up whole, never by a part of it, so that no ordinary word inside a longer name finds a place.
 * What may be around a name is taken off first: `ks_` of the makers of AC1, a season ('_2019'), the hours of an
 * event ('6 Hours of Spa', 'Spa 6h'), and words that only say that it is a circuit. Unknown is null.
 */
import { foldWords } from './fold.ts'
import type { KnownLayout, KnownTrack, Sim } from './model.ts'
import { KNOWN_TRACKS } from './tracks.ts'

export interface FoundTrack {
  readonly track: KnownTrack
  /** Null when the name says only which place. */
  readonly layout: KnownLayout | null
}

export const knownTrackOf = (name: string): FoundTrack | null => {
  const index = byName()
  for (const form of formsOf(foldWords(name))) {
    const found = index.get(form)
    if (found) return found
  }
  return null
}

/**
 * `config` is AC1's TrackConfig. A layout nobody listed is null beside its place. Folders of AC1 that nobody
 * listed are mods and are looked up by their names.
 */
export const knownTrackById = (sim: Sim, id: string, config = ''): FoundTrack | null => {
  const index = byIds()
  const folder = id.trim().toLowerCase()
  if (sim === 'acc') return index.get(`acc/${folder.replace(/_20\d\d$/, '')}`) ?? null
  const layout = config.trim().toLowerCase()
  const listed = index.get(`ac1/${folder}/${layout}`) ?? index.get(`ac1/${folder}`)
  return listed ?? knownTrackOf(`${folder} ${layout}`) ?? knownTrackOf(folder)
}

/** By the id of the place. */
export const knownTrackByKey = (id: string): KnownTrack | null => byKey().get(id) ?? null

/** The spellings a name is looked up by, the one as it is written first. */
const formsOf = (words: readonly string[]): string[] => {
  const bare = withoutFrame(words)
  return [words.join(''), bare.join(''), withoutGeneric(bare).join('')].filter(form => form !== '')
}

const withoutFrame = (words: readonly string[]): readonly string[] => {
  let rest = words
  if (rest.length > 1 && rest[0] === 'ks') rest = rest.slice(1)
  if (rest.length > 1 && SEASON.test(rest.at(-1)!)) rest = rest.slice(0, -1)
  if (rest.length > 1 && HOURS.test(rest.at(-1)!)) rest = rest.slice(0, -1)
  if (rest.length > 1 && HOURS.test(rest[0]!)) rest = rest.slice(1)
  if (rest.length > 3 && /^\d{1,2}$/.test(rest[0]!) && rest[1] === 'hours' && rest[2] === 'of') {
    rest = rest.slice(3)
  }
  return rest
}

const SEASON = /^20\d\d$/
const HOURS = /^\d{1,2}h$/

/** They say that something is a circuit, not which. */
const GENERIC = new Set([
  ...['circuit', 'circuito', 'autodromo', 'autodrom', 'autodrome', 'racetrack', 'track', 'course', 'layout'],
  ...['de', 'di', 'do', 'del'],
])

const withoutGeneric = (words: readonly string[]): string[] => words.filter(word => !GENERIC.has(word))

/** Every key with what it names. A key that came with two places would be a mistake of the tables. */
export function* trackNames(): Generator<readonly [key: string, found: FoundTrack]> {
  for (const track of KNOWN_TRACKS) {
    const layouts = track.layouts.map(layout => ({ layout, tails: layout.words.map(foldWords) }))
    for (const name of new Set([track.id, track.name, track.short, ...track.aliases])) {
      const words = foldWords(name)
      yield* keysOf(words, { track, layout: null })
      for (const { layout, tails } of layouts) {
        for (const tail of tails) yield* keysOf([...words, ...tail], { track, layout })
      }
    }
    for (const layout of track.layouts) {
      for (const alias of layout.aliases) yield* keysOf(foldWords(alias), { track, layout })
    }
  }
}

function* keysOf(words: readonly string[], found: FoundTrack): Generator<readonly [string, FoundTrack]> {
  for (const key of new Set([words.join(''), withoutGeneric(words).join('')])) {
    if (key !== '') yield [key, found]
  }
}

/** The indexes are made when they are first asked for: pages that show no place make none. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const byKey = once(() => new Map(KNOWN_TRACKS.map(track => [track.id, track])))

const byName = once(() => new Map(trackNames()))

const byIds = once(() => {
  const index = new Map<string, FoundTrack>()
  for (const track of KNOWN_TRACKS) {
    for (const layout of track.layouts) {
      for (const id of layout.ids.acc ?? []) index.set(`acc/${id}`, { track, layout })
      for (const [folder, config] of layout.ids.ac1 ?? []) {
        index.set(`ac1/${folder}/${config}`, { track, layout })
        if (!index.has(`ac1/${folder}`)) index.set(`ac1/${folder}`, { track, layout: null })
      }
    }
  }
  return index
})
