/** The thread of `encoder.ts`: one trace in, its bytes and their name out. */
import { parentPort } from 'node:worker_threads'
import type { Trace } from '#shared/trace'
import { encodeHere } from './encoder.ts'

parentPort?.on('message', async (trace: Trace) => {
  const { bytes, sha256 } = await encodeHere(trace)
  parentPort?.postMessage({ bytes, sha256 }, [bytes.buffer as ArrayBuffer])
})
