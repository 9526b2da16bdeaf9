/**
 * Stopping on request. The first signal stops gracefully, within a limit; a second one ends the program at once.
 *
 * | state    | signal                        | graceful stop done | limit reached |
 * |----------|-------------------------------|--------------------|---------------|
 * | running  | stopping                      |                    |               |
 * | stopping | ignored for ECHO_MS, then end | end, exit 0        | end, exit 0   |
 *
 * The echo: Ctrl+C reaches every process of the terminal, and npm and our own launcher pass it on, so one press
 * arrives two or three times within milliseconds.
 */

const ECHO_MS = 300

/** SIGHUP is a closed terminal, SIGBREAK Ctrl+Break on Windows. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const
type StopSignal = (typeof STOP_SIGNALS)[number]

export interface StopOptions {
  /** Stops everything; settles when nothing is running any more. */
  readonly stop: () => Promise<void>
  readonly limitMs: number
  readonly onStopping: (signal: StopSignal) => void
  /** The limit was reached, or stopping itself failed. */
  readonly onUnfinished: (error: unknown) => void
}

/** 128 + number is what a shell reports for a program ended by a signal; 15 stands for all of them here. */
const EXIT_AT_ONCE = 128 + 15

export const stopOnSignals = ({ stop, limitMs, onStopping, onUnfinished }: StopOptions): void => {
  let stoppingSince: number | null = null

  const onSignal = (signal: StopSignal): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > ECHO_MS) process.exit(EXIT_AT_ONCE)
      return
    }
    stoppingSince = performance.now()
    onStopping(signal)
    const timer = setTimeout(() => {
      onUnfinished(new Error(`not stopped within ${limitMs} ms`))
      process.exit(0)
    }, limitMs)
    stop()
      .catch(onUnfinished)
      .finally(() => {
        clearTimeout(timer)
        process.exit(0)
      })
  }
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal)
}
