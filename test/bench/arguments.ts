/** The command line of the bench: `main.ts [NAME] [--json] [--tiny]`. Anything else is a mistake worth naming. */
import type { Bench, Workload } from './harness.ts'

export type BenchRequest =
  | {
      readonly ok: true
      readonly benches: readonly Bench[]
      readonly isJson: boolean
      readonly workload: Workload
    }
  | { readonly ok: false; readonly problem: string }

export const parseArguments = (words: readonly string[], benches: readonly Bench[]): BenchRequest => {
  const known = new Set(['--json', '--tiny'])
  const unknown = words.find(word => word.startsWith('-') && !known.has(word))
  if (unknown) return { ok: false, problem: `Unknown option ${unknown}; there are --json and --tiny.` }
  const names = words.filter(word => !word.startsWith('-'))
  const chosen = names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name))
  const missing = names.find(name => !benches.some(bench => bench.name === name))
  if (missing !== undefined) {
    const list = benches.map(({ name }) => name).join(', ')
    return { ok: false, problem: `There is no bench "${missing}"; choose from: ${list}.` }
  }
  return {
    ok: true,
    benches: chosen,
    isJson: words.includes('--json'),
    workload: words.includes('--tiny') ? 'tiny' : 'full',
  }
}
