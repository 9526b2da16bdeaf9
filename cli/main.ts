/** `paddock`: the domain without a screen. Exit code 0 = done, 1 = could not be done, 2 = asked wrongly. */
import { resolve } from 'node:path'
import { EXIT_FAILED, EXIT_WRONG_USE, endWithLine, readVersion, surviveClosedOutputs } from '#node/program'
import { runPaddock } from './paddock.ts'

surviveClosedOutputs()

// npm runs scripts in the project's folder and remembers where the user was.
const { npm_lifecycle_event: script, INIT_CWD: whereNpmWasCalled } = process.env
const folder = (script === 'paddock' && whereNpmWasCalled) || process.cwd()

const end = await runPaddock(process.argv.slice(2), {
  print: text => void process.stdout.write(text),
  resolvePath: path => resolve(folder, path),
  version: readVersion(),
})
if (end.kind !== 'done') {
  endWithLine(end.kind === 'failed' ? EXIT_FAILED : EXIT_WRONG_USE, 'paddock', end.message)
}
