/**
 * A Python program as a peer: one process that answers a line of JSON with a line of JSON, so that neither its start
 * nor its imports are measured. Its first line says the version of its library, or the problem why there is none.
 *
 * Started with `python3`, or what PYTHON names.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export type Answer = Readonly<Record<string, unknown>>

export type PythonPeer =
  | {
      readonly ok: true
      readonly version: string
      ask(request: Answer): Promise<Answer>
      close(): Promise<void>
    }
  | { readonly ok: false; readonly reason: string }

/** `library` is what the program imports, for the reason. */
export const startPython = async (program: string, library: string): Promise<PythonPeer> => {
  const python = process.env.PYTHON ?? 'python3'
  const child: ChildProcess = spawn(python, ['-c', program], { stdio: ['pipe', 'pipe', 'ignore'] })
  const failed = new Promise<string>(resolve => child.once('error', error => resolve(error.message)))
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const answer = async (): Promise<Answer> => {
    const { value, done } = await lines.next()
    return done ? { problem: 'it ended' } : JSON.parse(value)
  }
  const first: Answer = await Promise.race([answer(), failed.then(problem => ({ problem }))])
  if (!('version' in first)) {
    return { ok: false, reason: `${python} has no ${library} (${String(first.problem)})` }
  }
  return {
    ok: true,
    version: String(first.version),
    ask(request) {
      child.stdin!.write(`${JSON.stringify(request)}\n`)
      return answer()
    },
    async close() {
      const ended = once(child, 'exit')
      child.stdin!.end()
      await ended
    },
  }
}
