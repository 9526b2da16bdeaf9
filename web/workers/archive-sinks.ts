/**
 * Where an export is written to. A file is whole or not there: what broke off is given up, and the file a person chose
 * stays what it was before.
 */
import type { ArchiveSink } from '#shared/archive'
import { fail, type Outcome, privateExportFolder, removePrivateExport } from '#web/store'
import type { ExportTarget } from './archive-model.ts'

interface OpenSink {
  readonly sink: ArchiveSink
  keep(): Promise<void>
  giveUp(): Promise<void>
}

export const intoTarget = async <T>(
  target: ExportTarget,
  write: (sink: ArchiveSink) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  let opened: OpenSink
  try {
    opened = await (target.kind === 'picked' ? openPicked(target.handle) : openPrivate(target.name))
  } catch (error) {
    if (error instanceof DOMException) return fail('missing', NOT_WRITABLE)
    throw error
  }
  let written: Outcome<T>
  try {
    written = await write(opened.sink)
    // The last bytes may be what does not fit.
    if (written.ok) await opened.keep()
  } catch (error) {
    await opened.giveUp()
    if (!(error instanceof DOMException)) throw error
    return error.name === 'QuotaExceededError' ? fail('full', NO_ROOM) : fail('missing', NOT_WRITABLE)
  }
  if (!written.ok) await opened.giveUp()
  return written
}

const openPicked = async (handle: FileSystemFileHandle): Promise<OpenSink> => {
  const writable = await handle.createWritable()
  return {
    sink: bytes => writable.write(bytes),
    keep: () => writable.close(),
    giveUp: () => writable.abort().catch(() => {}),
  }
}

const openPrivate = async (name: string): Promise<OpenSink> => {
  const folder = await privateExportFolder()
  if (!folder) throw new DOMException('no private file system', 'NotSupportedError')
  const file = await folder.getFileHandle(name, { create: true })
  const handle = await file.createSyncAccessHandle()
  let at = 0
  return {
    sink(bytes) {
      let done = 0
      while (done < bytes.length) {
        const written = handle.write(bytes.subarray(done), { at })
        // A full disk may take nothing without saying so.
        if (written === 0) throw new DOMException('nothing was written', 'QuotaExceededError')
        done += written
        at += written
      }
    },
    async keep() {
      handle.flush()
      handle.close()
    },
    async giveUp() {
      handle.close()
      await removePrivateExport(name)
    },
  }
}

const NO_ROOM =
  'There is no room for the export, so there is no new backup; your library is unchanged: free some disk space or choose another drive, then export again.'
const NOT_WRITABLE =
  'The browser could not write the export there, so there is no new backup; your library is unchanged: choose another place and export again.'
