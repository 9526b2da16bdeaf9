/** Files of a drop are worked off two at a time, each to its own end. */
import { describe, expect, test } from 'vitest'
import type { CsvMapping, CsvSniff } from '#shared/formats'
import type { ImportOutcome, ImportRequest, Stopped, WorkOptions } from '#web/workers'
import { ImportQueue, type QueueOptions } from '../../../web/import/queue.svelte.ts'

interface Running {
  readonly request: ImportRequest
  readonly options: WorkOptions
  end(outcome: ImportOutcome | Stopped): Promise<void>
}

const DONE: ImportOutcome = { kind: 'done', report: { format: 'X', notes: [], sessions: [] } }

/** A queue whose imports end when the test says so. */
const queueOf = (events: QueueOptions = {}) => {
  const running: Running[] = []
  const run: QueueOptions['run'] = (request, options) => {
    const { promise, resolve } = Promise.withResolvers<ImportOutcome | Stopped>()
    options.signal?.addEventListener('abort', () => resolve({ kind: 'cancelled' }))
    running.push({
      request,
      options,
      end: async outcome => {
        resolve(outcome)
        await settled()
      },
    })
    return promise
  }
  const queue = new ImportQueue({ run, ...events })
  return { queue, running }
}

/** What follows the end of an import has happened. */
const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

const picked = (...names: string[]) => names.map(name => ({ file: new File(['x'], name), folder: '' }))
const kinds = (queue: ImportQueue) => queue.jobs.map(job => job.state.kind)
const named = (running: readonly Running[]) => running.map(({ request }) => request.file.name)

describe('a queue', () => {
  test('runs two at a time, from the first picked on', async () => {
    const { queue, running } = queueOf()
    queue.add(picked('a', 'b', 'c', 'd'))
    expect(named(running)).toEqual(['a', 'b'])
    expect(kinds(queue)).toEqual(['running', 'running', 'waiting', 'waiting'])
    await running[1]!.end(DONE)
    expect(named(running)).toEqual(['a', 'b', 'c'])
    queue.add(picked('e'))
    await running[0]!.end(DONE)
    await running[2]!.end(DONE)
    expect(named(running)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('goes on whatever becomes of one file, and says of each once that it ended', async () => {
    const ended: string[] = []
    const { queue, running } = queueOf({ onEnded: job => ended.push(job.group.file.name) })
    queue.add(picked('a', 'b', 'c', 'd'))
    await running[0]!.end({ kind: 'failed', reason: 'It is a photo.' })
    await running[1]!.end({ kind: 'already', sessions: [], readWith: [] })
    await running[2]!.end(DONE)
    expect([ended, queue.open]).toEqual([['a', 'b', 'c'], 1])
    await running[3]!.end(DONE)
    expect([ended, queue.open]).toEqual([['a', 'b', 'c', 'd'], 0])
    expect(kinds(queue)).toEqual(['failed', 'already', 'done', 'done'])
  })

  test('shows how far each is', async () => {
    const { queue, running } = queueOf()
    queue.add(picked('a'))
    running[0]!.options.onProgress?.({ stage: 'reading', done: 0.5 })
    expect(queue.jobs[0]!.state).toEqual({ kind: 'running', progress: { stage: 'reading', done: 0.5 } })
    await running[0]!.end(DONE)
    running[0]!.options.onProgress?.({ stage: 'saving', done: 0.9 })
    expect(queue.jobs[0]!.state.kind).toBe('done')
  })

  test('stops what runs and what waits, all at once too', async () => {
    const { queue, running } = queueOf()
    queue.add(picked('a', 'b', 'c', 'd'))
    queue.cancel(queue.jobs[2]!)
    queue.cancel(queue.jobs[0]!)
    await settled()
    expect(kinds(queue)).toEqual(['cancelled', 'running', 'cancelled', 'running'])
    for (const job of queue.jobs) queue.cancel(job)
    await settled()
    expect(kinds(queue)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled'])
    expect(named(running)).toEqual(['a', 'b', 'd'])
  })

  test('tries again what was stopped or failed, with what the columns of a table mean', async () => {
    const { queue, running } = queueOf()
    queue.add(picked('t.csv'))
    const table = { fingerprint: 'f' } as CsvSniff
    await running[0]!.end({ kind: 'unknown-csv', reason: '', table })
    expect(queue.jobs[0]!.state).toEqual({ kind: 'table', table, reason: '' })
    const mapping = { fingerprint: 'f' } as CsvMapping
    queue.again(queue.jobs[0]!, mapping)
    expect(running[1]!.request.mapping).toBe(mapping)
    queue.cancel(queue.jobs[0]!)
    await settled()
    queue.again(queue.jobs[0]!)
    expect(running[2]!.options.signal?.aborted).toBe(false)
    await running[2]!.end(DONE)
    expect(kinds(queue)).toEqual(['done'])
  })

  test('says of a second file without its first what it is', async () => {
    const { queue, running } = queueOf()
    queue.add(picked('run.ldx', 'q.drk', 'q.rrk'))
    expect(running[1]!.request.companions.map(file => file.name)).toEqual(['q.rrk'])
    await running[0]!.end({ kind: 'failed', reason: 'Unknown.' })
    expect(queue.jobs[0]!.state).toEqual({ kind: 'lone', first: 'ld' })
  })

  test('lets go of what is over, never of what is not', async () => {
    const { queue, running } = queueOf()
    queue.add(picked('a', 'b', 'c'))
    await running[0]!.end(DONE)
    queue.dismiss(queue.jobs[1]!)
    expect(queue.jobs).toHaveLength(3)
    queue.dismiss(queue.jobs[0]!)
    expect(queue.jobs.map(job => job.group.file.name)).toEqual(['b', 'c'])
    await running[1]!.end(DONE)
    for (const job of queue.jobs) queue.dismiss(job)
    expect(queue.jobs.map(job => job.group.file.name)).toEqual(['c'])
  })
})
