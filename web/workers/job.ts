/**
 * One call into a worker, with every way it can end.
 *
 * Invariant: the promise settles whatever the worker does. A call of comlink's alone would wait for ever when
 * the worker's script fails to load, the worker dies, or it hangs.
 * After any end but `done` the worker is in an unknown state: terminate it.
 */
export type JobEnd<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'broken'; readonly detail: string }

export interface JobLimits {
  readonly signal?: AbortSignal | undefined
  readonly timeLimitMs?: number | undefined
}

/** `call` asks something of this worker; it is not called when the job is cancelled already. */
export const runJob = async <T>(
  worker: Worker,
  call: () => Promise<T>,
  { signal, timeLimitMs }: JobLimits = {},
): Promise<JobEnd<T>> => {
  const { promise: ended, resolve: end } = Promise.withResolvers<JobEnd<T>>()
  const stop = new AbortController()
  const listen = { signal: stop.signal }
  const onBreak = (event: Event): void => {
    end({ kind: 'broken', detail: event instanceof ErrorEvent ? event.message : event.type })
  }
  worker.addEventListener('error', onBreak, listen)
  worker.addEventListener('messageerror', onBreak, listen)
  signal?.addEventListener('abort', () => end({ kind: 'cancelled' }), listen)
  if (signal?.aborted) end({ kind: 'cancelled' })
  const timer =
    timeLimitMs === undefined ? undefined : setTimeout(() => end({ kind: 'too-long' }), timeLimitMs)
  if (!signal?.aborted) {
    call().then(
      value => end({ kind: 'done', value }),
      (error: unknown) => end({ kind: 'broken', detail: String(error) }),
    )
  }
  const outcome = await ended
  stop.abort()
  clearTimeout(timer)
  return outcome
}
