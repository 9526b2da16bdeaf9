/** The check under way, and what the last one found. */
import { library } from '#web/state'
import type { CheckReport } from '#web/store'
import { checkLibrary } from '#web/workers'
import { t } from './words/index.ts'

export type CheckingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly repairs: boolean; readonly done: number | null }
  | { readonly kind: 'done'; readonly report: CheckReport }
  | { readonly kind: 'failed'; readonly reason: string }

class Checking {
  state = $state.raw<CheckingState>({ kind: 'idle' })
  #stop: AbortController | null = null

  async run({ repair = false, thorough = false } = {}): Promise<void> {
    if (this.state.kind === 'running') return
    this.state = { kind: 'running', repairs: repair, done: thorough ? 0 : null }
    this.#stop = new AbortController()
    const end = await checkLibrary(
      { repair, thorough, names: t.now.check.names },
      {
        libraryName: library.now?.name,
        signal: this.#stop.signal,
        onProgress: done => {
          if (this.state.kind === 'running') this.state = { ...this.state, done }
        },
      },
    )
    this.state = end.kind === 'cancelled' ? { kind: 'idle' } : end
    if (repair) void library.measure()
  }

  stop(): void {
    this.#stop?.abort()
  }
}

export const checking = new Checking()
