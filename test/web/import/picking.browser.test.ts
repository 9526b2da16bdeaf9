/** Files out of drops and pastes, folders included, with and without the newer parts of a browser. */
import { describe, expect, test } from 'vitest'
import { filesFromDrop, filesFromPaste, holdsFiles, MAX_FILES } from '../../../web/import/picking.ts'

const transferOf = (...files: readonly File[]): DataTransfer => {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  return transfer
}

const named = (name: string): File => new File(['x'], name)

const fileEntry = (path: string) => ({
  isFile: true,
  isDirectory: false,
  name: path.slice(path.lastIndexOf('/') + 1),
  fullPath: path,
  file: (resolve: (file: File) => void) => resolve(named(path.slice(path.lastIndexOf('/') + 1))),
})

/** As a browser answers: at most a hundred at a time. */
const folderEntry = (path: string, inner: readonly object[]) => ({
  isFile: false,
  isDirectory: true,
  name: path.slice(path.lastIndexOf('/') + 1),
  fullPath: path,
  createReader: () => {
    let at = 0
    return {
      readEntries: (resolve: (entries: readonly object[]) => void) => {
        resolve(inner.slice(at, at + 100))
        at += 100
      },
    }
  },
})

const dropOf = (...entries: readonly object[]) =>
  ({ items: entries.map(entry => ({ kind: 'file', webkitGetAsEntry: () => entry })), files: [] }) as never

const pathsOf = (picked: Awaited<ReturnType<typeof filesFromDrop>>) =>
  picked.files.map(({ file, folder }) => `${folder}/${file.name}`)

describe('a drop', () => {
  test('of files gives the files', async () => {
    const picked = await filesFromDrop(transferOf(named('a.csv'), named('b.ld')))
    expect(picked.files.map(({ file }) => file.name)).toEqual(['a.csv', 'b.ld'])
    expect(picked.hasMore).toBe(false)
  })

  test('of a folder gives what is in it, at any depth, and leaves out what the system keeps there', async () => {
    const inner = folderEntry('/day/run', [fileEntry('/day/run/a.ld'), fileEntry('/day/run/.DS_Store')])
    const day = folderEntry('/day', [inner, fileEntry('/day/b.csv'), fileEntry('/day/Thumbs.db')])
    expect(pathsOf(await filesFromDrop(dropOf(day)))).toEqual(['/day/run/a.ld', '/day/b.csv'])
  })

  test('of more than fits says so', async () => {
    const many = Array.from({ length: MAX_FILES + 20 }, (_, i) => fileEntry(`/d/${i}.csv`))
    const picked = await filesFromDrop(dropOf(folderEntry('/d', many)))
    expect([picked.files.length, picked.hasMore]).toEqual([MAX_FILES, true])
  })

  test('in a browser without entries gives its files', async () => {
    const transfer = { items: undefined, files: [named('a.csv')] } as never
    expect((await filesFromDrop(transfer)).files.map(({ file }) => file.name)).toEqual(['a.csv'])
  })

  test('of a file that was taken away leaves that one out', async () => {
    const gone = { ...fileEntry('/gone.csv'), file: (_: unknown, reject: () => void) => reject() }
    expect(pathsOf(await filesFromDrop(dropOf(gone, fileEntry('/a.csv'))))).toEqual(['/a.csv'])
  })

  test('of something else holds no files', () => {
    const text = new DataTransfer()
    text.setData('text/plain', 'a link')
    expect([holdsFiles(text), holdsFiles(transferOf(named('a'))), holdsFiles(null)]).toEqual([
      false,
      true,
      false,
    ])
  })
})

describe('a paste', () => {
  test('of files gives the files', () => {
    expect(filesFromPaste(transferOf(named('a.csv')), 1)?.files.map(({ file }) => file.name)).toEqual([
      'a.csv',
    ])
  })

  test('of the text of a log is a file; of a word or a note it is nothing', async () => {
    const pasted = (text: string) => {
      const transfer = new DataTransfer()
      transfer.setData('text/plain', text)
      return filesFromPaste(transfer, 7)
    }
    const log = 'Time,Speed\n0,1\n1,2\n2,3\n3,4\n4,5\n'
    const [picked] = pasted(log)!.files
    expect([await picked!.file.text(), picked!.file.lastModified]).toEqual([log, 7])
    expect(pasted('a lap\nfrom yesterday')).toBeNull()
    expect(filesFromPaste(null, 7)).toBeNull()
  })
})
