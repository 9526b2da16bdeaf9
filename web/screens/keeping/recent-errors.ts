/**
 * The last errors of this page, in memory only, so that a person can pass them on with the diagnostics.
 *
 * Invariant: what may name a person, a file, a place or a record is taken out when an error is noted.
 */
const KEPT = 20
const MAX_LENGTH = 300

export interface NotedError {
  readonly at: number
  readonly text: string
}

let noted: readonly NotedError[] = []

export const recentErrors = (): readonly NotedError[] => noted

/** Addresses keep their path of the program; quoted text, ids, file names, e-mail addresses and coordinates go. */
export const scrub = (text: string): string =>
  text
    .replace(/(["'“”„`])[^"'“”„`]*\1?["'”“`]/g, '"…"')
    .replace(/\b[0-9a-f]{16,}\b/gi, '<id>')
    .replace(/\S+@\S+\.\S+/g, '<address>')
    .replace(/-?\d{1,3}\.\d{4,}/g, '<number>')
    .replace(
      /[^\s/\\:()<>]*[^\s/\\:()<>.]\.(?!js\b|ts\b|css\b|svelte\b|html\b)[A-Za-z][A-Za-z0-9]{1,5}\b/g,
      '<file>',
    )
    .slice(0, MAX_LENGTH)

export const noteError = (error: unknown, at: number): void => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  noted = [...noted, { at, text: scrub(text) }].slice(-KEPT)
}

/** Once, when this code is loaded; that is soon after the page was opened. */
export const listenForErrors = (): void => {
  addEventListener('error', event => noteError(event.error ?? event.message, Date.now()))
  addEventListener('unhandledrejection', event => noteError(event.reason, Date.now()))
}
