/** Where exports are written to: whole or not at all, and nothing is left over. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { createId } from '#shared/id'
import { fail, lockOfPrivateExport, privateExportFolder, removePrivateExport, succeed } from '#web/store'
import { exportToSave } from '#web/workers'
import { intoTarget } from '../../../web/workers/archive-sinks.ts'
import { fillRandom, openTestLibrary, saveTestSession, unwrap } from '../store/support.ts'
import { contentOf, importFile } from './archives.ts'

const left = async (): Promise<string[]> => Array.fromAsync((await privateExportFolder())!.keys())

/** A file a person chose, on a disk that takes so many bytes. */
const fileWithRoom = (room: number) => {
  const said: string[] = []
  let written = 0
  const writable = {
    async write(bytes: Uint8Array) {
      written += bytes.length
      if (written > room) throw new DOMException('no room', 'QuotaExceededError')
    },
    close: async () => void said.push('kept'),
    abort: async () => void said.push('given up'),
  }
  return { said, handle: { createWritable: async () => writable } as unknown as FileSystemFileHandle }
}

describe('a file a person chose', () => {
  test('is kept when all was written', async () => {
    const { said, handle } = fileWithRoom(100)
    unwrap(
      await intoTarget({ kind: 'picked', handle }, async sink => {
        await sink(new Uint8Array(50))
        return succeed(null)
      }),
    )
    expect(said).toEqual(['kept'])
  })

  test('S1 stays what it was when the disk is full', async () => {
    const { said, handle } = fileWithRoom(10)
    const ended = await intoTarget({ kind: 'picked', handle }, async sink => {
      await sink(new Uint8Array(50))
      return succeed(null)
    })
    expect(ended).toMatchObject({
      ok: false,
      kind: 'full',
      message: expect.stringContaining('no new backup'),
    })
    expect(said).toEqual(['given up'])
  })

  test('stays what it was when the export fails', async () => {
    const { said, handle } = fileWithRoom(10)
    const ended = await intoTarget({ kind: 'picked', handle }, async () => fail('damaged'))
    expect(ended).toMatchObject({ ok: false, kind: 'damaged' })
    expect(said).toEqual(['given up'])
  })

  test('that may not be written is told', async () => {
    const handle = {
      createWritable: async () => {
        throw new DOMException('no', 'NotAllowedError')
      },
    } as unknown as FileSystemFileHandle
    expect(await intoTarget({ kind: 'picked', handle }, async () => succeed(null))).toMatchObject({
      ok: false,
    })
  })
})

describe('an export in the private file system', () => {
  test('waits to be saved, is a whole export, and goes when nobody needs it', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    const end = await exportToSave({ app: '1.2.3', libraryName: library.name })
    if (end.kind !== 'done' || !end.waiting) throw new Error(end.kind)
    const to = await openTestLibrary()
    await importFile(to, end.waiting.file)
    expect(await contentOf(to.name)).toEqual(await contentOf(library.name))
    const before = await left()
    end.waiting.remove()
    await expect.poll(left).toHaveLength(before.length - 1)
  })

  test('that was stopped leaves no file', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    const before = await left()
    const end = await exportToSave({ app: '1.2.3', libraryName: library.name, signal: AbortSignal.abort() })
    expect(end).toEqual({ kind: 'cancelled' })
    expect(await left()).toEqual(before)
  })

  test('left over by a page that is gone is removed at the next start, one that is offered is not', async () => {
    const folder = (await privateExportFolder())!
    const [gone, offered] = [createId(fillRandom), createId(fillRandom)]
    for (const name of [gone, offered]) await folder.getFileHandle(name, { create: true })
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
    onTestFinished(async () => {
      letGo()
      await removePrivateExport(offered)
    })
    await new Promise<void>(resolve => {
      void navigator.locks.request(lockOfPrivateExport(offered), () => {
        resolve()
        return held
      })
    })
    const library = await openTestLibrary()
    unwrap(await library.tidy())
    const names = await left()
    expect(names).toContain(offered)
    expect(names).not.toContain(gone)
  })
})
