/**
 * pandas as a peer: one Python process that reads a file again whenever it is asked and answers with the
 * milliseconds `read_csv` took, by the clock and of the processor, so that neither its start nor its imports are
 * measured.
 *
 * Started with `python3`, or what PYTHON names. Where that has no pandas there is no peer, and the reason why.
 */
import { startPython } from './python-peer.ts'

/** Milliseconds. */
export interface Taken {
  readonly clock: number
  /** Of all its threads. On a machine others use too this says more than the clock. */
  readonly processor: number
}

export type Pandas =
  | {
      readonly ok: true
      readonly version: string
      /** `options` are keyword arguments of `read_csv`, as JSON. */
      readCsv(path: string, options: Readonly<Record<string, unknown>>): Promise<Taken>
      close(): Promise<void>
    }
  | { readonly ok: false; readonly reason: string }

const PROGRAM = `
import json, sys, time
try:
    import pandas
except Exception as error:
    print(json.dumps({"problem": str(error)}), flush=True)
    sys.exit(0)
print(json.dumps({"version": pandas.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    started, used = time.perf_counter(), time.process_time()
    table = pandas.read_csv(request["path"], engine="c", **request["options"])
    taken = {"clock": (time.perf_counter() - started) * 1000, "processor": (time.process_time() - used) * 1000}
    print(json.dumps({**taken, "rows": len(table)}), flush=True)
`

export const startPandas = async (): Promise<Pandas> => {
  const peer = await startPython(PROGRAM, 'pandas')
  if (!peer.ok) return peer
  return {
    ok: true,
    version: peer.version,
    async readCsv(path, options) {
      const { clock, processor, problem } = await peer.ask({ path, options })
      if (typeof clock !== 'number' || typeof processor !== 'number')
        throw new Error(`pandas could not read the file: ${String(problem)}`)
      return { clock, processor }
    },
    close: peer.close,
  }
}
