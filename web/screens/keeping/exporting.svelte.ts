/** The export under way, which goes on while other screens are looked at; and the file that waits to be saved. */
import { library } from '#web/state'
import type { ExportReport } from '#web/store'
import { exportToFile, exportToSave, type PrivateExport } from '#web/workers'

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'waiting'; readonly report: ExportReport; readonly waiting: PrivateExport }
  | { readonly kind: 'done'; readonly report: ExportReport }
  | { readonly kind: 'failed'; readonly reason: string }

/** Chromium's; elsewhere the file is made first and saved from the page. */
type FilePicker = (options: object) => Promise<FileSystemFileHandle>

const picker = (): FilePicker | null =>
  'showSaveFilePicker' in window ? (window.showSaveFilePicker as FilePicker) : null

export const exportName = (now: Date): string => `paddock ${now.toISOString().slice(0, 10)}.zip`

class Exporting {
  state = $state.raw<ExportState>({ kind: 'idle' })
  #stop: AbortController | null = null

  /** On a click: browsers let a person choose a file only then. */
  async start(): Promise<void> {
    if (this.state.kind === 'running') return
    const handle = await this.#chosenFile()
    if (handle === 'cancelled') return
    if (this.state.kind === 'waiting') this.state.waiting.remove()
    this.state = { kind: 'running', done: 0 }
    this.#stop = new AbortController()
    const options = {
      app: __PADDOCK_VERSION__,
      libraryName: library.now?.name,
      signal: this.#stop.signal,
      onProgress: (done: number) => {
        if (this.state.kind === 'running') this.state = { kind: 'running', done }
      },
    }
    const end = await (handle ? exportToFile(handle, options) : exportToSave(options))
    if (end.kind !== 'done') this.state = end.kind === 'failed' ? end : { kind: 'idle' }
    else if (end.waiting) this.state = { kind: 'waiting', report: end.report, waiting: end.waiting }
    else {
      this.state = { kind: 'done', report: end.report }
      await note(end.report)
    }
  }

  /** The person took the file: now it is a backup. */
  async saved(): Promise<void> {
    if (this.state.kind === 'waiting') await note(this.state.report)
  }

  stop(): void {
    this.#stop?.abort()
  }

  async #chosenFile(): Promise<FileSystemFileHandle | 'cancelled' | null> {
    const pick = picker()
    if (!pick) return null
    try {
      return await pick({
        suggestedName: exportName(new Date()),
        types: [{ accept: { 'application/zip': ['.zip'] } }],
      })
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled'
      return null
    }
  }
}

const note = async ({ at, bytes, sessions }: ExportReport): Promise<void> => {
  await library.now?.noteBackup({ at, bytes, sessions })
}

export const exporting = new Exporting()
