/** What waits is said only when it takes longer than a blink: shown at once, it would flicker. */
const BLINK_MS = 300

export const late = (element: HTMLElement): (() => void) => {
  element.style.display = 'none'
  const timer = setTimeout(() => {
    element.style.display = ''
  }, BLINK_MS)
  return () => clearTimeout(timer)
}
