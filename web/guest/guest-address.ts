/**
 * What a guest's address says: the secret that lets in, and how the view looks.
 *
 * `http://192.168.1.20:7423/?view=overlay&background=clear&theme=light&units=imperial&language=de#secret`
 *
 * Invariant: the secret is behind the `#`, so no server and no log ever sees it, and it is taken out of the address at
 * once: a photograph of the screen gives nothing away. It stays with this entry of the tab's history, so that loading
 * again works; another tab has to be given the address.
 */
import type { UnitSystem } from '#shared/units'
import type { LanguageTag } from '#web/words'

export interface GuestSight {
  readonly view: 'board' | 'overlay'
  /** Nothing behind the numbers: for a picture they are laid over. */
  readonly isClear: boolean
  readonly theme: 'dark' | 'light' | 'contrast'
  readonly units: UnitSystem
  readonly language: LanguageTag
}

const THEMES = ['dark', 'light', 'contrast'] as const
/** Where a phone's own language comes with miles. */
const IMPERIAL = /^en-(?:US|GB)\b/

/** What the device says of its owner, and which languages there are words in, the first for everybody else. */
export interface GuestDevice {
  readonly languages: readonly string[]
  readonly isLight: boolean
  readonly spoken: readonly [LanguageTag, ...LanguageTag[]]
}

export const readGuestAddress = (
  { searchParams }: URL,
  { languages, isLight, spoken }: GuestDevice,
): GuestSight => {
  const asked = (name: string): string => searchParams.get(name) ?? ''
  const wished = [asked('language'), ...languages.map(tag => tag.slice(0, 2))]
  const units = asked('units')
  return {
    view: asked('view') === 'overlay' ? 'overlay' : 'board',
    isClear: asked('background') === 'clear',
    theme: THEMES.find(theme => theme === asked('theme')) ?? (isLight ? 'light' : 'dark'),
    units:
      units === 'imperial' || units === 'metric'
        ? units
        : IMPERIAL.test(languages[0] ?? '')
          ? 'imperial'
          : 'metric',
    language: wished.map(tag => spoken.find(each => each === tag)).find(tag => tag) ?? spoken[0],
  }
}

/** A secret of the bridge has 43 letters; what is far longer is none. */
const SECRET = /^[\w-]{1,200}$/

const isSecret = (value: unknown): value is string => typeof value === 'string' && SECRET.test(value)

/** '' when the address has none. */
export const takeSecret = (): string => {
  const given = location.hash.slice(1)
  if (isSecret(given)) history.replaceState({ secret: given }, '', location.pathname + location.search)
  const kept: unknown = history.state
  return typeof kept === 'object' && kept !== null && 'secret' in kept && isSecret(kept.secret)
    ? kept.secret
    : ''
}
