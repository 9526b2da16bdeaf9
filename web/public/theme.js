/**
 * Sets the theme before the first paint, so that a dark pit garage never gets a white flash. A file of its
 * own, because the content security policy forbids inline scripts. The page keeps the choice in the library
 * and mirrors it here (`web/state/preferences.svelte.ts`).
 */
;(() => {
  let theme = 'system'
  try {
    theme = localStorage.getItem('paddock.theme') ?? 'system'
  } catch {
    // Storage refused: the system's theme is a good answer.
  }
  if (theme === 'system') theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
  document.documentElement.dataset.theme = theme
})()
