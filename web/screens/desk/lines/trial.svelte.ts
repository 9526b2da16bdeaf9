/**
 * Laps of one session at lines that are being moved: asked for while they move, nothing saved.
 *
 * Invariants: one question at a time, and the lines asked for last are always answered; an answer for other lines
 * than the ones now is only shown until theirs comes. The worker goes with the component.
 */
import type { SessionId } from '#shared/id'
import { library } from '#web/state'
import { type LinesPreview, type LinesPreviewer, type NewLines, openLinesPreview } from '#web/workers'

export interface TrialInput {
  readonly session: SessionId | null
  /** Opened again when it changes: then the laps in the library are others. */
  readonly version: number
  readonly lines: NewLines
}

export class Trial {
  /** Null until the first answer. */
  shown = $state.raw<LinesPreview | null>(null)
  problem = $state<string | null>(null)
  /** Whether what is shown is for the lines as they are now. */
  isCurrent = $state(false)
  /** Of reading the recording, 0 to 1. */
  read = $state(0)
  #previewer = $state.raw<LinesPreviewer | null>(null)
  #wanted: NewLines | null = null
  #isAsking = false

  constructor(input: () => TrialInput) {
    const session = $derived(input().session)
    const version = $derived(input().version)
    $effect(() => {
      void version
      return session ? this.#open(session) : undefined
    })
    $effect(() => {
      this.#wanted = input().lines
      this.isCurrent = false
      if (this.#previewer) void this.#ask(this.#previewer)
    })
  }

  #open(session: SessionId): () => void {
    const stop = new AbortController()
    this.shown = null
    this.problem = null
    this.read = 0
    let opened: LinesPreviewer | null = null
    const options = {
      libraryName: library.now?.name,
      signal: stop.signal,
      onProgress: ({ done }: { readonly done: number }) => {
        this.read = done
      },
    }
    void openLinesPreview(session, options).then(outcome => {
      if (outcome.kind === 'failed') this.problem = outcome.reason
      if (outcome.kind !== 'open') return
      opened = outcome.preview
      if (stop.signal.aborted) opened.close()
      else this.#previewer = opened
    })
    return () => {
      stop.abort()
      opened?.close()
      this.#previewer = null
    }
  }

  async #ask(previewer: LinesPreviewer): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    for (let asked: NewLines | null = null; asked !== this.#wanted && this.#wanted; ) {
      asked = this.#wanted
      const answer = await previewer.lapsAt(asked)
      if (previewer !== this.#previewer) break
      this.shown = answer ?? this.shown
      this.isCurrent = asked === this.#wanted && answer !== null
    }
    this.#isAsking = false
    const now = this.#previewer
    if (now && now !== previewer) await this.#ask(now)
  }
}
