/** All events once more, into one rig file that a person named, to be played again. It never stands in the way of the journal. */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { Log } from '#node/log'
import { createRigHeader } from '#shared/sim'
import { codeOf, reasonOf } from './files.ts'

export interface Recording {
  write(bytes: Uint8Array): void
  close(): void
}

export type OpenedRecording =
  | { readonly ok: true; readonly recording: Recording }
  | { readonly ok: false; readonly message: string }

export const openRecording = (path: string, log: Log): OpenedRecording => {
  let fd: number | null
  try {
    fd = openSync(path, 'wx', 0o600)
    writeSync(fd, createRigHeader())
  } catch (error) {
    const why = codeOf(error) === 'EEXIST' ? 'a file of that name is there' : reasonOf(error)
    return {
      ok: false,
      message: `The recording ${path} cannot be begun (${why}), so nothing was started: name another with --record.`,
    }
  }
  const close = (): void => {
    if (fd !== null) closeSync(fd)
    fd = null
  }
  return {
    ok: true,
    recording: {
      write(bytes) {
        if (fd === null) return
        try {
          for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at)
        } catch (error) {
          log.error('The recording ends here; laps are kept as before.', { path, error: error as Error })
          close()
        }
      },
      close,
    },
  }
}
