/**
 * How a program ends. 0 = did what was asked · 1 = could not do it · 2 = was asked wrongly, or cannot start here.
 * A program that will not run says so in one line on its error output; there is no stack trace for a typing error.
 */
import { writeSync } from 'node:fs'

export const EXIT_FAILED = 1
export const EXIT_WRONG_USE = 2

/** Ends the program after what it is doing, with one line: `paddock relay: Port 7422 is …`. */
export const endWithLine = (code: number, program: string, message: string): void => {
  // Synchronous: whatever else happens to this process, the line is out.
  writeSync(2, `${program}: ${message.replace(/\s*\n\s*/g, ' ')}\n`)
  process.exitCode = code
}

/**
 * A reader that stops reading (`| head`, a closed terminal) is no reason to fail: what it did not want to read
 * is dropped. Without this the first write after it is an uncaught error.
 */
export const surviveClosedOutputs = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
