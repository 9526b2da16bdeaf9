import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDataFolder } from '#node/data-folder'
import { temporaryFolder, writeFiles } from '../support/folder.ts'

test('a missing folder is created, and the write test leaves nothing behind', async () => {
  const path = join(temporaryFolder(), 'a', 'b')
  expect(await openDataFolder(path)).toEqual({ ok: true, path })
  expect(readdirSync(path)).toEqual([])
})

test('what is already there stays', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'league.sqlite': 'x' })
  expect(await openDataFolder(folder)).toMatchObject({ ok: true })
  expect(readdirSync(folder)).toEqual(['league.sqlite'])
})

test('a file in the way, of the folder or of one above it, is one sentence', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { file: 'x' })
  for (const path of [join(folder, 'file'), join(folder, 'file', 'data')]) {
    expect(await openDataFolder(path)).toEqual({
      ok: false,
      message: `The data folder ${path} cannot be written (a file is in the way), so nothing was started: name another with --data.`,
    })
  }
})

test('a place that takes no files is one sentence', async () => {
  if (process.platform !== 'linux') return
  expect(await openDataFolder('/proc/paddock')).toMatchObject({ ok: false })
  expect(await openDataFolder('/proc')).toMatchObject({ ok: false })
})

test('a folder of somebody else is one sentence', async () => {
  // Root may write anywhere, so there is nothing to see for it.
  if (process.getuid?.() === 0 || process.platform === 'win32') return
  const folder = join(temporaryFolder(), 'locked')
  mkdirSync(folder, { mode: 0o555 })
  expect(await openDataFolder(folder)).toMatchObject({
    ok: false,
    message: expect.stringContaining('this user may not write there'),
  })
})
