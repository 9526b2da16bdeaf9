/** When the offer to keep one's key safe was put off on this device. */
const NAME = 'paddock.keep-key-later'
const WEEK_MS = 7 * 86_400_000

export const isDismissed = (nowMs: number): boolean => {
  try {
    const at = Number(localStorage.getItem(NAME) ?? Number.NaN)
    return nowMs >= at && nowMs - at < WEEK_MS
  } catch {
    // Storage refused: the offer is made again next time.
    return false
  }
}

export const dismiss = (nowMs: number): void => {
  try {
    localStorage.setItem(NAME, String(nowMs))
  } catch {
    // As above.
  }
}
