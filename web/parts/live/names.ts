/**
 * What a game writes for a car or a track, as a person would say it: the known thing's name, else the game's own word
 * made readable ('ks_lotus_elise' is 'Lotus Elise').
 */
import type { RigSession } from '#shared/api'

type Known = typeof import('#shared/known')
type Driven = Pick<RigSession, 'game' | 'track' | 'layout' | 'car'>

/** Some 20 kB that are worth no wait: until they are here, and where they never come, names are the game's own. */
export const loadKnownNames = (): Promise<Known | null> => import('#shared/known').catch(() => null)

export const trackName = ({ game, track, layout }: Driven, known: Known | null): string => {
  const found =
    game === 'evo'
      ? known?.knownTrackOf(track)
      : known?.knownTrackById(game === 'acc' ? 'acc' : 'ac1', track, layout)
  const name = found?.track.short ?? readable(track)
  const part = found?.layout?.name ?? readable(layout)
  return part === '' || part === name ? name : `${name}, ${part}`
}

export const carName = ({ car }: Pick<Driven, 'car'>, known: Known | null): string =>
  known?.knownCarOf(car)?.name ?? readable(car)

/** Words of up to three letters are left as they are large or small: 'GT3', 'BMW', 'R8'. */
export const readable = (word: string): string =>
  word
    .replace(/^(?:ks|layout)_/i, '')
    .split(/[_\s]+/)
    .filter(part => part !== '')
    .map(part => (part.length <= 3 ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1)))
    .join(' ')
