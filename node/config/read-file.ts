/** Reading a config file from a path somebody typed: a file, a pipe, or by mistake a disk or an endless device. */
import { closeSync, openSync, readSync } from 'node:fs'

/** A config file is a page at most; more is a wrong path. */
const MAX_BYTES = 1 << 20

export const readConfigFile = (path: string): string => {
  const handle = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(MAX_BYTES + 1)
    let length = 0
    for (;;) {
      const read = readSync(handle, buffer, length, buffer.length - length, null)
      length += read
      if (length > MAX_BYTES)
        throw Object.assign(new RangeError('too large'), { code: 'too large to be one' })
      if (read === 0) break
    }
    // Windows' Notepad begins files with a byte order mark, which JSON does not allow.
    return buffer.toString('utf8', 0, length).replace(/^\ufeff/, '')
  } finally {
    closeSync(handle)
  }
}
