/**
 * Keeps the screen on while somebody looks at live numbers.
 *
 * The browser lets go of a lock whenever the page is hidden, so it is asked for again each time the page is seen. It may
 * refuse (low battery), and on plain http it offers none: both are said, neither is an error.
 */
export type AwakeState = 'on' | 'off' | 'refused' | 'unavailable'

/** Absent where the page is not a secure context. */
type Lock = { release(): Promise<void>; addEventListener(type: 'release', run: () => void): void }
type Locks = { request(type: 'screen'): Promise<Lock> }

const browserLocks = (): Locks | null => (navigator as { wakeLock?: Locks }).wakeLock ?? null

export class ScreenAwake {
  state = $state<AwakeState>('off')
  readonly #locks: Locks | null
  #isWanted = false
  #lock: Lock | null = null

  constructor(locks: Locks | null = browserLocks()) {
    this.#locks = locks
    if (!locks) this.state = 'unavailable'
  }

  /** Asks until the returned function is called; ends with the component that shows it. */
  follow(): () => void {
    const onSeen = (): void => {
      if (document.visibilityState === 'visible') void this.#ask()
    }
    document.addEventListener('visibilitychange', onSeen)
    this.want(true)
    return () => {
      document.removeEventListener('visibilitychange', onSeen)
      this.want(false)
    }
  }

  want(isWanted: boolean): void {
    this.#isWanted = isWanted
    if (isWanted) void this.#ask()
    else void this.#letGo()
  }

  toggle(): void {
    this.want(!this.#isWanted)
  }

  async #ask(): Promise<void> {
    if (!this.#locks || !this.#isWanted || this.#lock) return
    try {
      const lock = await this.#locks.request('screen')
      // Wanted and not wanted may have changed places while the browser thought about it.
      if (!this.#isWanted || this.#lock) return void lock.release()
      this.#lock = lock
      this.state = 'on'
      lock.addEventListener('release', () => {
        if (this.#lock !== lock) return
        this.#lock = null
        this.state = 'off'
      })
    } catch {
      if (this.#isWanted) this.state = document.visibilityState === 'visible' ? 'refused' : 'off'
    }
  }

  async #letGo(): Promise<void> {
    const lock = this.#lock
    this.#lock = null
    if (this.#locks) this.state = 'off'
    await lock?.release().catch(() => undefined)
  }
}
