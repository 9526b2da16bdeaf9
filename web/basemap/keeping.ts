/**
 * One map file in the browser's private file system, in a folder of its own.
 *
 * Invariants: a small note names the file in force, and it is written when the file is whole; so a copy that was cut off
 * leaves the map from before, and files the note does not name are swept at the next change. Nothing here touches the library.
 */
import { accept, type Checked, refuse } from './problems.ts'

/** The folder's name; tests have places of their own. */
export const PLACE = 'basemap'
const NOTE = 'kept.json'
const ENDING = '.pmtiles'

/** What is remembered beside the file. */
export interface KeptNote {
  /** Of the file in the folder. */
  readonly file: string
  /** As its owner called it. */
  readonly name: string
  readonly isOn: boolean
}

export interface KeptFile extends KeptNote {
  readonly blob: File
}

export interface CopyOptions {
  readonly signal: AbortSignal
  readonly onProgress: (doneBytes: number) => void
  /** Unique among files ever kept. */
  readonly fileName: string
}

/** Null where the browser has no such place (or no page may have it). */
const openFolder = async (place: string, create: boolean): Promise<FileSystemDirectoryHandle | null> => {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(place, { create })
  } catch {
    return null
  }
}

/** What is kept; null when nothing is, 'unreadable' when the note or its file is not as it was written. */
export const readKept = async (place: string): Promise<KeptFile | null | 'unreadable'> => {
  const folder = await openFolder(place, false)
  const note = folder && (await textOf(folder, NOTE))
  if (!folder || note === null) return null
  const parsed = noteOf(note)
  if (!parsed) return 'unreadable'
  try {
    return { ...parsed, blob: await (await folder.getFileHandle(parsed.file)).getFile() }
  } catch {
    return 'unreadable'
  }
}

/** Copies the file in pieces, so that a large one never is in memory. */
export const copyIn = async (
  place: string,
  file: File,
  { signal, onProgress, fileName }: CopyOptions,
): Promise<Checked<null>> => {
  const folder = await openFolder(place, true)
  if (!folder) return refuse('noPlace')
  const stored = fileName + ENDING
  let out: FileSystemWritableFileStream | null = null
  try {
    const handle = await folder.getFileHandle(stored, { create: true })
    if (!('createWritable' in handle)) return refuse('noPlace')
    out = await handle.createWritable()
    let done = 0
    for await (const chunk of file.stream()) {
      signal.throwIfAborted()
      await out.write(new Uint8Array(chunk))
      done += chunk.byteLength
      onProgress(done)
    }
    signal.throwIfAborted()
    await out.close()
    if ((await handle.getFile()).size !== file.size) throw new Error('the copy is not as long as the file')
    await writeNote(folder, { file: stored, name: file.name, isOn: true })
    await sweep(folder, stored)
    return accept(null)
  } catch (error) {
    await out?.abort().catch(() => undefined)
    await removeOnceFree(folder, stored)
    if (signal.aborted) return refuse('stopped')
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    return refuse(isFull ? 'noSpace' : 'failed')
  }
}

export const setKeptOn = async (place: string, isOn: boolean): Promise<void> => {
  const folder = await openFolder(place, false)
  const text = folder && (await textOf(folder, NOTE))
  const note = text === null ? null : noteOf(text)
  if (folder && note) await writeNote(folder, { ...note, isOn })
}

export const removeKept = async (place: string): Promise<void> => {
  const root = await navigator.storage.getDirectory().catch(() => null)
  // A folder that is not there is as removed as it can be.
  await root?.removeEntry(place, { recursive: true }).catch(() => undefined)
}

const writeNote = async (folder: FileSystemDirectoryHandle, note: KeptNote): Promise<void> => {
  const out = await (await folder.getFileHandle(NOTE, { create: true })).createWritable()
  await out.write(JSON.stringify(note))
  await out.close()
}

const textOf = async (folder: FileSystemDirectoryHandle, name: string): Promise<string | null> => {
  try {
    return await (await (await folder.getFileHandle(name)).getFile()).text()
  } catch {
    return null
  }
}

const noteOf = (text: string): KeptNote | null => {
  try {
    const note: unknown = JSON.parse(text)
    if (typeof note !== 'object' || note === null) return null
    const { file, name, isOn } = note as Record<string, unknown>
    const isWhole = typeof file === 'string' && typeof name === 'string' && typeof isOn === 'boolean'
    return isWhole ? { file, name, isOn } : null
  } catch {
    return null
  }
}

/** Chromium gives a file free a moment after its writer was aborted; what stays nevertheless is swept at the next change. */
const removeOnceFree = async (folder: FileSystemDirectoryHandle, name: string): Promise<void> => {
  for (let tried = 0; tried < FREE.tries; tried++) {
    const isGone = await folder.removeEntry(name).then(
      () => true,
      (error: unknown) => error instanceof DOMException && error.name === 'NotFoundError',
    )
    if (isGone) return
    await new Promise(resolve => setTimeout(resolve, FREE.everyMs))
  }
}
const FREE = { tries: 20, everyMs: 50 }

/** Everything but the note and the file in force. A file another tab still reads stays until the next time. */
const sweep = async (folder: FileSystemDirectoryHandle, keep: string): Promise<void> => {
  for await (const name of folder.keys()) {
    if (name !== NOTE && name !== keep) await folder.removeEntry(name).catch(() => undefined)
  }
}
