/** The import of an export: read, shown, and taken when a person says so. Goes on while other screens are looked at. */
import { library } from '#web/state'
import type { ImportPreview, LibraryImportReport } from '#web/store'
import { type OpenImport, openLibraryImport } from '#web/workers'

export type TakingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly done: number }
  | { readonly kind: 'open'; readonly preview: ImportPreview }
  | { readonly kind: 'taking'; readonly done: number }
  | { readonly kind: 'done'; readonly report: LibraryImportReport; readonly problem: string | null }
  | { readonly kind: 'failed'; readonly reason: string }

class Taking {
  state = $state.raw<TakingState>({ kind: 'idle' })
  fileName = $state('')
  #open: OpenImport | null = null
  #stop: AbortController | null = null

  async read(file: File): Promise<void> {
    this.leave()
    this.fileName = file.name
    this.state = { kind: 'reading', done: 0 }
    const { signal } = this.#begin()
    const end = await openLibraryImport(file, {
      libraryName: library.now?.name,
      signal,
      onProgress: done => {
        if (this.state.kind === 'reading') this.state = { kind: 'reading', done }
      },
    })
    if (signal.aborted) return
    if (end.kind === 'open') {
      this.#open = end
      this.state = { kind: 'open', preview: end.preview }
    } else this.state = end.kind === 'failed' ? end : { kind: 'idle' }
  }

  async take(): Promise<void> {
    const open = this.#open
    if (!open) return
    this.#open = null
    this.state = { kind: 'taking', done: 0 }
    const { signal } = this.#begin()
    const end = await open.take({
      signal,
      onProgress: done => {
        if (this.state.kind === 'taking') this.state = { kind: 'taking', done }
      },
    })
    if (end.kind === 'done') this.state = { ...end, problem: null }
    else if (end.kind === 'stopped')
      this.state = { kind: 'done', report: end.report, problem: end.failure.message }
    else this.state = end.kind === 'failed' ? end : { kind: 'idle' }
    void library.measure()
  }

  /** Stops what is under way; what came in stays, as whole sessions. */
  leave(): void {
    this.#stop?.abort()
    this.#open?.close()
    this.#open = null
    this.state = { kind: 'idle' }
  }

  #begin(): AbortController {
    this.#stop = new AbortController()
    return this.#stop
  }
}

export const taking = new Taking()
