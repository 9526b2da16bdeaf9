/**
 * Questions about recorded laps, asked through the socket one at a time.
 *
 * Invariant: every question is answered: with what was asked for, or with null when the link went, the bridge refused or
 * said nothing for PATIENCE_MS.
 */
import type { FromRig, RigLap, ToRig, TraceChunk } from '#shared/api'

export interface LapPage {
  readonly laps: readonly RigLap[]
  readonly more: boolean
}

export interface LapRequests {
  /** Laps the bridge keeps for this page, after one of them. */
  list(after: string | null): Promise<LapPage | null>
  chunk(lap: string, index: number): Promise<Uint8Array | null>
  confirm(lap: string): Promise<boolean>
  hear(message: FromRig): void
  hearChunk(chunk: TraceChunk): void
  lost(): void
}

/** A bridge that reads a chunk from a busy disk answers within a second. */
const PATIENCE_MS = 20_000

type Answer = FromRig | TraceChunk

export const createLapRequests = (send: (message: ToRig) => boolean): LapRequests => {
  let hearAnswer: ((answer: Answer | null) => void) | null = null
  let last: Promise<unknown> = Promise.resolve()

  const ask = <T>(message: ToRig, read: (answer: Answer) => T | null): Promise<T | null> => {
    const asking = last.then(
      () =>
        new Promise<T | null>(resolve => {
          const end = (value: T | null): void => {
            clearTimeout(timer)
            hearAnswer = null
            resolve(value)
          }
          const timer = setTimeout(() => end(null), PATIENCE_MS)
          hearAnswer = answer => {
            if (answer === null || isRefusal(answer)) return end(null)
            const value = read(answer)
            if (value !== null) end(value)
          }
          if (!send(message)) end(null)
        }),
    )
    last = asking
    return asking
  }

  return {
    list: after => ask({ type: 'laps', after: after as never }, answer => isPage(answer)),
    chunk: (lap, index) =>
      ask({ type: 'chunk', lap, index }, answer =>
        'bytes' in answer && answer.lap === lap && answer.index === index ? answer.bytes : null,
      ),
    confirm: async lap =>
      (await ask({ type: 'confirm', lap }, answer =>
        'type' in answer && answer.type === 'confirmed' && answer.lap === lap ? true : null,
      )) === true,
    hear: message => hearAnswer?.(message),
    hearChunk: chunk => hearAnswer?.(chunk),
    lost: () => hearAnswer?.(null),
  }
}

const isRefusal = (answer: Answer): boolean => 'type' in answer && answer.type === 'refused'

const isPage = (answer: Answer): LapPage | null =>
  'type' in answer && answer.type === 'laps' ? answer : null
