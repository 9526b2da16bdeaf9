/** The actions that work on every screen. */
import { EMPTY_DESK, hrefs, router } from '#web/route'
import { type Action, preferences, THEMES } from '#web/state'
import { words } from '#web/words'

export const generalActions = (shell: { readonly showKeys: () => void }): readonly Action[] => [
  { id: 'keys', label: words.now.keys.help, key: '?', scope: 'everywhere', run: shell.showKeys },
  {
    id: 'library',
    label: words.now.keys.library,
    key: 'l',
    scope: 'everywhere',
    run: () => router.go(hrefs.library()),
  },
  {
    id: 'desk',
    label: words.now.keys.desk,
    key: 'c',
    scope: 'everywhere',
    run: () => router.go(hrefs.desk(EMPTY_DESK)),
  },
  {
    id: 'live',
    label: words.now.keys.live,
    key: 'v',
    scope: 'everywhere',
    run: () => router.go(hrefs.live()),
  },
  {
    id: 'import',
    label: words.now.keys.import,
    key: 'i',
    scope: 'everywhere',
    run: () => router.go(hrefs.import()),
  },
  {
    id: 'garage',
    label: words.now.keys.garage,
    key: 'k',
    scope: 'everywhere',
    run: () => router.go(hrefs.garage()),
  },
  {
    id: 'league',
    label: words.now.keys.league,
    key: 'p',
    scope: 'everywhere',
    run: () => router.go(hrefs.leagues()),
  },
  {
    id: 'keeping',
    label: words.now.keys.keeping,
    scope: 'everywhere',
    run: () => router.go(hrefs.keeping()),
  },
  {
    id: 'settings',
    label: words.now.keys.settings,
    key: ',',
    scope: 'everywhere',
    run: () => router.go(hrefs.settings()),
  },
  {
    id: 'theme',
    label: words.now.keys.theme,
    key: 't',
    scope: 'everywhere',
    run: () => {
      const next = THEMES[(THEMES.indexOf(preferences.now.theme) + 1) % THEMES.length]
      if (next) void preferences.change('theme', next)
    },
  },
]
