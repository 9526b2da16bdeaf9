/**
 * What leaderboards call layouts, cars, classes and drivers, so that the same thing of two people meets and different
 * things never do.
 *
 *   layout   place/<known track>/<layout>/<metres>   known places; lengths within 2 % meet (`layoutGroups`)
 *            layout/<id>                             elsewhere, by the id its author gave it
 *            name/<track>/<layout>                   without any id
 *   car      car/<known car>, or name/<name>
 *   class    the id of a known class, or name/<name>
 *   driver   a person, or guest/<author>/<name>
 *
 * Keys are in merges, so they never change.
 */
import { carClassOf, foldName, knownCarByKey, knownTrackByKey, knownTrackOf } from '#shared/known'
import type { CarRef, PersonId } from '#shared/logbook'

export interface PlaceFacts {
  readonly layout: string | null
  readonly known: string | null
  readonly track: string
  readonly layoutName: string
  readonly lengthM: number | null
}

/** Sessions of one league name few places and cars, many times. Answers are never undefined. */
export const remembered = <T>(make: (name: string) => T): ((name: string) => T) => {
  const made = new Map<string, T>()
  return name => {
    const known = made.get(name)
    if (known !== undefined) return known
    if (made.size >= MAX_REMEMBERED) made.clear()
    const fresh = make(name)
    made.set(name, fresh)
    return fresh
  }
}

const MAX_REMEMBERED = 10_000

const folded = remembered(foldName)

export const boardKeyOfPlace = (place: PlaceFacts): string => {
  const { layout, known, track, layoutName, lengthM } = place
  if (known !== null) {
    const [name, length] = knownLayout(`${known}\n${track}\n${layoutName}`)
    return `place/${known}/${name}/${Math.round(lengthM ?? length)}`
  }
  return layout === null ? `name/${folded(track)}/${folded(layoutName)}` : `layout/${layout}`
}

/** What a layout of a known place is called and how long it is as far as known, else 0. */
const knownLayout = remembered((text): readonly [string, number] => {
  const [known = '', track = '', layoutName = ''] = text.split('\n')
  const place = knownTrackByKey(known)
  const only = place?.layouts.length === 1 ? place.layouts[0]! : null
  const named = [`${known} ${layoutName}`, `${track} ${layoutName}`, layoutName].map(name =>
    knownTrackOf(name),
  )
  const layoutWords = foldName(layoutName)
  const found = named.find(one => one?.track.id === known && one.layout !== null)?.layout ?? null
  const layout = found ?? (layoutWords === '' ? only : null)
  return layout ? [foldName(layout.name) || layoutWords, layout.lengthM ?? 0] : [layoutWords, 0]
})

export const boardKeyOfCar = ({ known, name }: Pick<CarRef, 'known' | 'name'>): string =>
  known === null ? `name/${folded(name)}` : `car/${known}`

const classKey = remembered(name => carClassOf(name)?.id ?? `name/${foldName(name)}`)

export const boardKeyOfClass = ({ known, className }: Pick<CarRef, 'known' | 'className'>): string | null => {
  if (className !== null) return classKey(className)
  return known === null ? null : (knownCarByKey(known)?.classId ?? null)
}

/** `person` is believed of the author's own only. */
export const boardKeyOfDriver = (
  author: PersonId,
  driver: { readonly name: string; readonly person: PersonId | null },
): string => (driver.person === author ? author : `guest/${author}/${folded(driver.name)}`)

/** Lengths of one layout as people measure it differ by this much. */
const SAME_LENGTH = 1.02

/**
 * For each key what it is called among all: keys of one known place and name whose lengths are within 2 % of the
 * shortest are one, and one without a length is the shortest.
 */
export const layoutGroups = (keys: readonly string[]): ReadonlyMap<string, string> => {
  const groups = new Map<string, string>()
  const measured = keys.map(key => {
    const cut = key.lastIndexOf('/')
    const isPlace = key.startsWith('place/')
    return {
      key,
      family: isPlace ? key.slice(0, cut) : key,
      metres: isPlace ? Number(key.slice(cut + 1)) : 0,
    }
  })
  for (const family of Map.groupBy(measured, one => one.family).values()) {
    family.sort((a, b) => a.metres - b.metres)
    let first = family.find(({ metres }) => metres > 0) ?? family[0]!
    for (const one of family) {
      if (one.metres > first.metres * SAME_LENGTH) first = one
      groups.set(one.key, first.key)
    }
  }
  return groups
}
