/**
 * Files out of a drop or a paste, whole folders included.
 *
 * Limits: a folder is looked into until MAX_FILES are found; what the system keeps in folders for itself is left
 * out. Browsers without entries give the files they have.
 */
import type { PickedFile } from './grouping.ts'

/** A season of track days is some hundred files; more is a whole disk dropped by mistake. */
export const MAX_FILES = 500

export interface Picked {
  readonly files: readonly PickedFile[]
  /** Whether there were more than MAX_FILES. */
  readonly hasMore: boolean
}

/** Whether something dragged holds files, which is all a page may know before it is dropped. */
export const holdsFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false

/** Call it while the drop is being handled: what was dropped is gone after that. */
export const filesFromDrop = (transfer: DataTransfer): Promise<Picked> => {
  const items = [...(transfer.items ?? [])].filter(item => item.kind === 'file')
  const entries = items.map(item => item.webkitGetAsEntry?.() ?? null).filter(entry => entry !== null)
  if (entries.length === 0) return Promise.resolve(toPicked([...transfer.files]))
  return filesFromEntries(entries)
}

export const toPicked = (files: readonly File[]): Picked => ({
  files: files.slice(0, MAX_FILES).map(file => ({ file, folder: '' })),
  hasMore: files.length > MAX_FILES,
})

/** Lines of a log copied as text, at least this many: fewer are a note that was meant for somewhere else. */
const MIN_LINES = 5

/** Copied files, or the text of a log as if it were one. */
export const filesFromPaste = (transfer: DataTransfer | null, now: number): Picked | null => {
  if (!transfer) return null
  if (transfer.files.length > 0) return toPicked([...transfer.files])
  const text = transfer.getData('text/plain')
  if (text.split('\n', MIN_LINES + 1).length <= MIN_LINES) return null
  return toPicked([new File([text], 'pasted.csv', { type: 'text/csv', lastModified: now })])
}

const filesFromEntries = async (entries: readonly FileSystemEntry[]): Promise<Picked> => {
  const files: PickedFile[] = []
  let hasMore = false
  const add = async (entry: FileSystemEntry): Promise<void> => {
    if (files.length >= MAX_FILES) {
      hasMore = true
    } else if (isFileEntry(entry)) {
      const file = await fileOf(entry)
      const folder = entry.fullPath.slice(0, -entry.name.length - 1)
      if (file) files.push({ file, folder })
    } else if (isFolderEntry(entry)) {
      for (const inner of await entriesIn(entry)) if (!isOfTheSystem(inner.name)) await add(inner)
    }
  }
  for (const entry of entries) await add(entry)
  return { files, hasMore }
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** Null when it was taken away meanwhile, or may not be read. */
const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise(resolve => entry.file(resolve, () => resolve(null)))

/** A browser answers a hundred at a time, and nothing at the end. */
const entriesIn = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>(resolve =>
      reader.readEntries(resolve, () => resolve([])),
    )
    if (some.length === 0 || all.length > MAX_FILES) return all
    all.push(...some)
  }
}

const isOfTheSystem = (name: string): boolean =>
  name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name)
