/**
 * The path of a request as the page understands it. The result is only ever compared with the list of files
 * that are there (see folder-files.ts), so no spelling of `..` can reach the disk; this decides what may be
 * answered with the start page instead of "not found".
 */

/** The decoded path of a request target, or null when it is not a plain path. */
export const targetToPath = (target: string): string | null => {
  // Absolute form ("GET http://other/ HTTP/1.1") is for proxies; we are none.
  if (!target.startsWith('/')) return null
  const end = target.search(/[?#]/)
  try {
    const path = decodeURIComponent(end < 0 ? target : target.slice(0, end))
    return path.includes('\0') ? null : path
  } catch {
    return null
  }
}

/**
 * Whether a missing path is one of the page's own addresses (`/session/…`), which the page resolves itself:
 * no file ending, no odd segments, and not among the built assets, where a missing file must be missed.
 */
export const isPageAddress = (path: string): boolean => {
  if (path.includes('\\') || path.startsWith('/assets/')) return false
  const segments = path.slice(1).split('/')
  // One slash at the end is a matter of taste.
  if (segments.at(-1) === '') segments.pop()
  return (
    segments.every(segment => segment !== '' && !segment.startsWith('.')) && !segments.at(-1)?.includes('.')
  )
}
