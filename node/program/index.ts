/** What every program's start and end have in common. */
export { EXIT_FAILED, EXIT_WRONG_USE, endWithLine, surviveClosedOutputs } from './exit.ts'
export { type StopOptions, stopOnSignals } from './stop.ts'
export { readVersion } from './version.ts'
