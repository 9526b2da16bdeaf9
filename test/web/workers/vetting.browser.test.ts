/** C2: a change that keeps its judge busy for ever costs one worker; what comes after is judged by another. */
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { createUpdateVetting } from '../../../web/workers/vetting.ts'

const EMPTY = Y.encodeStateVector(new Y.Doc()).slice()
const update = (): Uint8Array<ArrayBuffer> => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'box')
  return Y.encodeStateAsUpdate(doc).slice()
}

const workerOf = (code: string): Worker => {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  onTestFinished(() => URL.revokeObjectURL(url))
  return new Worker(url)
}

test('what fits fits, and noise does not', async () => {
  const vetting = createUpdateVetting()
  onTestFinished(() => vetting.close())
  expect(await vetting.vet(update(), EMPTY)).toBe('fits')
  expect(await vetting.vet(new Uint8Array(40).fill(255), EMPTY)).toBe('malformed')
})

test('a judge that hangs is ended, and those in line are judged', async () => {
  const workers: (() => Worker)[] = [
    () => workerOf('onmessage = () => { for (;;); }'),
    () => workerOf('throw new Error("out of memory")'),
  ]
  const real = () =>
    new Worker(new URL('../../../web/workers/vet.worker.ts', import.meta.url), { type: 'module' })
  const vetting = createUpdateVetting({ timeLimitMs: 1_500, createWorker: () => (workers.shift() ?? real)() })
  onTestFinished(() => vetting.close())
  const verdicts = [1, 2, 3].map(() => vetting.vet(update(), EMPTY))
  expect(await Promise.all(verdicts)).toEqual(['slow', 'malformed', 'fits'])
})

test('once closed nothing is judged', async () => {
  const vetting = createUpdateVetting()
  vetting.close()
  expect(await vetting.vet(update(), EMPTY)).toBe('slow')
})
