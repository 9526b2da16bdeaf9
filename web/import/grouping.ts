/** Files that belong together in one drop: formats kept in two files, of one name in one folder. */

export interface PickedFile {
  readonly file: File
  /** Where it was in what was dropped; empty when it was picked on its own. */
  readonly folder: string
}

export interface FileGroup {
  readonly file: File
  readonly companions: readonly File[]
}

/** The second file of a format, and the first it belongs to. */
const FIRST_OF: Readonly<Record<string, string>> = { ldx: 'ld', rrk: 'drk' }

const split = (name: string): { readonly base: string; readonly ending: string } => {
  const dot = name.lastIndexOf('.')
  return dot < 0
    ? { base: name.toLowerCase(), ending: '' }
    : { base: name.slice(0, dot).toLowerCase(), ending: name.slice(dot + 1).toLowerCase() }
}

/** The ending of the file this one only accompanies, or null when it stands for itself. */
export const endingOfFirst = (name: string): string | null => FIRST_OF[split(name).ending] ?? null

/** In the order they were picked. A second file without its first is a group of its own. */
export const groupFiles = (picked: readonly PickedFile[]): FileGroup[] => {
  const keyOf = (folder: string, base: string, ending: string): string => `${folder}/${base}.${ending}`
  const firsts = new Map(
    picked.map(({ file, folder }) => {
      const { base, ending } = split(file.name)
      return [keyOf(folder, base, ending), file]
    }),
  )
  const firstFor = ({ file, folder }: PickedFile): File | null => {
    const ending = endingOfFirst(file.name)
    return ending === null ? null : (firsts.get(keyOf(folder, split(file.name).base, ending)) ?? null)
  }
  return picked
    .filter(each => firstFor(each) === null)
    .map(({ file }) => ({
      file,
      companions: picked.filter(each => firstFor(each) === file).map(each => each.file),
    }))
}
