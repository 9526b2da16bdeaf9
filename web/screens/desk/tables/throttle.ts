/**
 * The last of a run of messages, not more often than a person can listen to.
 *
 * Invariants: the first message of a run is said at once, the last one always; between two lie at least `everyMs`.
 */
export interface Throttled {
  say(text: string): void
  stop(): void
}

export const throttle = (everyMs: number, speak: (text: string) => void): Throttled => {
  let waiting: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const speakNext = () => {
    timer = undefined
    if (waiting === null) return
    speak(waiting)
    waiting = null
    timer = setTimeout(speakNext, everyMs)
  }
  return {
    say(text) {
      waiting = text
      if (timer === undefined) speakNext()
    },
    stop() {
      waiting = null
      clearTimeout(timer)
      timer = undefined
    },
  }
}
