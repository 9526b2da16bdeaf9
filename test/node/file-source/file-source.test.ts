import { execFileSync, spawnSync } from 'node:child_process'
import { truncateSync, writeFileSync } from 'node:fs'
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { companionPaths, type FileSource, MAX_FILE_BYTES, mainPaths, openFileSource } from '#node/file-source'
import { temporaryFolder, writeFiles } from '../support/folder.ts'

const CAN_MAKE_PIPES = spawnSync('mkfifo', ['--version']).error === undefined

const opened = async (path: string): Promise<FileSource> => {
  const outcome = await openFileSource(path)
  if (!outcome.ok) throw new Error(outcome.reason)
  onTestFinished(() => outcome.source.close())
  return outcome.source
}

const refusal = async (path: string): Promise<string> => {
  const outcome = await openFileSource(path)
  if (!outcome.ok) return outcome.reason
  await outcome.source.close()
  throw new Error('it was opened')
}

describe('a file as a source', () => {
  test('knows its name and size, and reads at any offset', async () => {
    const path = join(temporaryFolder(), 'Lap 1.ld')
    await writeFile(
      path,
      Uint8Array.from({ length: 1000 }, (_, i) => i % 251),
    )
    const source = await opened(path)
    expect([source.name, source.size]).toEqual(['Lap 1.ld', 1000])
    expect([...(await source.read(500, 4))]).toEqual([249, 250, 0, 1])
    expect([...(await source.read(0, 2))]).toEqual([0, 1])
    expect(await source.read(0, 1e12)).toHaveLength(1000)
  })

  test('gives fewer bytes only at the end, and none outside', async () => {
    const path = join(temporaryFolder(), 'a')
    await writeFile(path, 'abcdef')
    const source = await opened(path)
    expect(Buffer.from(await source.read(4, 10)).toString()).toBe('ef')
    expect(await source.read(6, 10)).toHaveLength(0)
    expect(await source.read(1e15, 10)).toHaveLength(0)
    expect(await source.read(2, -1)).toHaveLength(0)
    expect(Buffer.from(await source.read(-3, 2)).toString()).toBe('ab')
  })

  test('that shrinks while it is read gives what is there', async () => {
    const path = join(temporaryFolder(), 'a')
    writeFileSync(path, Buffer.alloc(5000, 1))
    const source = await opened(path)
    truncateSync(path, 100)
    expect(await source.read(0, 5000)).toHaveLength(100)
    expect(await source.read(200, 5000)).toHaveLength(0)
  })

  test('several reads at once do not disturb one another', async () => {
    const path = join(temporaryFolder(), 'a')
    await writeFile(
      path,
      Uint8Array.from({ length: 256 }, (_, i) => i),
    )
    const source = await opened(path)
    const reads = await Promise.all(Array.from({ length: 50 }, (_, i) => source.read(i, 3)))
    for (const [i, bytes] of reads.entries()) expect([...bytes]).toEqual([i, i + 1, i + 2])
  })

  test('an empty file is a source of nothing', async () => {
    const path = join(temporaryFolder(), 'a')
    await writeFile(path, '')
    const source = await opened(path)
    expect(source.size).toBe(0)
    expect(await source.read(0, 10)).toHaveLength(0)
  })

  test('a read after closing fails, which is a bug and no sentence', async () => {
    const path = join(temporaryFolder(), 'a')
    await writeFile(path, 'abc')
    const outcome = await openFileSource(path)
    if (!outcome.ok) throw new Error(outcome.reason)
    await outcome.source.close()
    await expect(outcome.source.read(0, 1)).rejects.toThrow()
  })
})

describe('refused with a sentence', () => {
  test('what does not exist', async () => {
    const folder = temporaryFolder()
    await writeFile(join(folder, 'a'), '')
    for (const path of [join(folder, 'none'), join(folder, 'a', 'b')]) {
      expect(await refusal(path)).toBe(
        `${path} does not exist, so nothing was read: check the name and the folder.`,
      )
    }
  })

  test('a folder', async () => {
    const folder = temporaryFolder()
    expect(await refusal(folder)).toBe(
      `${folder} is a folder, so there is nothing to read: name the files in it.`,
    )
  })

  test.skipIf(!CAN_MAKE_PIPES)('a pipe nobody writes to, at once (where the system has mkfifo)', async () => {
    const pipe = join(temporaryFolder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(await refusal(pipe)).toBe(`${pipe} is not a file, so nothing was read from it: name a file.`)
  })

  test.skipIf(process.platform === 'win32')('a device', async () => {
    expect(await refusal('/dev/null')).toMatch(/is not a file/)
  })

  test('what is larger than any log', async () => {
    const path = join(temporaryFolder(), 'disk.img')
    await writeFile(path, '')
    // A hole: it takes no room on the disk.
    await truncate(path, MAX_FILE_BYTES + 1)
    expect(await refusal(path)).toMatch(/ is larger than 4 GiB, so it was not read: /)
  })

  test('a path no system knows', async () => {
    expect(await refusal(join(temporaryFolder(), 'x'.repeat(5000)))).toMatch(/ has a name longer than /)
    expect(await refusal(`a\0b`)).toMatch(/ could not be opened \(ERR_INVALID_ARG_VALUE\)/)
  })
})

describe('the companions of a file', () => {
  const namesBeside = async (files: string[], of: string): Promise<string[]> => {
    const folder = temporaryFolder()
    await writeFiles(folder, Object.fromEntries(files.map(name => [name, ''])))
    return (await companionPaths(join(folder, of))).map(path => basename(path))
  }

  test.each([
    [['run.ld', 'run.ldx', 'other.ldx'], 'run.ld', ['run.ldx']],
    [['run.ld', 'run.ldx'], 'run.ldx', ['run.ld']],
    [['RUN.LD', 'run.LDX'], 'RUN.LD', ['run.LDX']],
    [['Q3.drk', 'Q3.rrk', 'Q3.ldx'], 'Q3.drk', ['Q3.rrk']],
    [['a.b.ld', 'a.b.ldx', 'a.ldx'], 'a.b.ld', ['a.b.ldx']],
    [['run.xrk', 'run.ldx'], 'run.xrk', []],
    [['run.ld'], 'run.ld', []],
  ])('among %j of %s are %j', async (files, of, want) => {
    expect(await namesBeside(files, of)).toEqual(want)
  })

  test('a log belongs to nothing, what only adds to it does', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'run.ld': '', 'RUN.LDX': '', 'Q3.drk': '', 'Q3.rrk': '' })
    const mainsOf = async (name: string): Promise<string[]> =>
      (await mainPaths(join(folder, name))).map(path => basename(path))
    expect(await Promise.all(['RUN.LDX', 'Q3.rrk', 'run.ld', 'Q3.drk', 'a.csv'].map(mainsOf))).toEqual([
      ['run.ld'],
      ['Q3.drk'],
      ...[[], [], []],
    ])
  })

  test('there are none in a folder that cannot be listed', async () => {
    expect(await companionPaths('/nowhere/run.ld')).toEqual([])
  })

  test('a link is looked at where it lies', async () => {
    const folder = temporaryFolder()
    await mkdir(join(folder, 'card'))
    await writeFiles(folder, { 'card/run.ld': '', 'card/run.ldx': '' })
    await symlink(join(folder, 'card', 'run.ld'), join(folder, 'here.ld'))
    expect(await companionPaths(join(folder, 'here.ld'))).toEqual([])
  })
})
