/**
 * Where log lines go: to the error output, or to the end of a file. Standard output is left to what a program
 * has to say, so `program > file` keeps the two apart.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { LogOptions } from './log.ts'

export type LogPlace =
  | ({ readonly ok: true; readonly close: () => void } & Pick<LogOptions, 'format' | 'write'>)
  | { readonly ok: false; readonly message: string }

export const openLogPlace = (file: string | null, errorOutput: NodeJS.WriteStream): LogPlace => {
  if (file === null) {
    return {
      ok: true,
      format: errorOutput.isTTY ? 'text' : 'json',
      write: line => void errorOutput.write(line),
      close: () => {},
    }
  }
  let handle: number
  try {
    // Only the owner reads it: it names sessions and files. 0o600 has no effect on Windows.
    handle = openSync(file, 'a', 0o600)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return {
      ok: false,
      message: `The log file ${file} cannot be written${code}: name another with --log-file.`,
    }
  }
  let isOpen = true
  return {
    ok: true,
    format: 'json',
    write: line => {
      if (!isOpen) return
      try {
        writeSync(handle, line)
      } catch {
        // A full disk must not stop the program; the lines come back when there is room again.
      }
    },
    close: () => {
      isOpen = false
      closeSync(handle)
    },
  }
}
