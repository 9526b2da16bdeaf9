/**
 * Runs the benches: `node test/bench/main.ts [NAME…] [--json] [--tiny]`.
 * Standard output is the table, or with --json one array of rows and nothing else. Exit code 2 for a request
 * that cannot be understood; a missed target is a figure, not a failure.
 */
import { parseArguments } from './arguments.ts'
import { BENCHES } from './benches.ts'
import { type MeasuredRow, runBench } from './harness.ts'
import { rowsToJson, rowsToTable } from './report.ts'

const request = parseArguments(process.argv.slice(2), BENCHES)
if (request.ok) {
  const rows: MeasuredRow[] = []
  for (const bench of request.benches) rows.push(...(await runBench(bench, request.workload)))
  process.stdout.write(`${request.isJson ? rowsToJson(rows) : rowsToTable(rows)}\n`)
} else {
  process.stderr.write(`${request.problem}\n`)
  process.exitCode = 2
}
