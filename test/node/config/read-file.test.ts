import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfigFile } from '#node/config'
import { temporaryFolder, writeFiles } from '../support/folder.ts'

test('reads a file, without the mark Windows editors put before it', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'c.json': '\ufeff{"port": 1}' })
  expect(readConfigFile(join(folder, 'c.json'))).toBe('{"port": 1}')
})

test('a missing file and a folder are refused with the code of the system', () => {
  const folder = temporaryFolder()
  expect(() => readConfigFile(join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  expect(() => readConfigFile(folder)).toThrow(expect.objectContaining({ code: 'EISDIR' }))
})

test('an endless device is given up', () => {
  if (!existsSync('/dev/zero')) return
  expect(() => readConfigFile('/dev/zero')).toThrow('too large')
})

test('a pipe is read to its end', async () => {
  if (process.platform === 'win32') return
  const folder = temporaryFolder()
  const reader = new URL('../../../node/config/read-file.ts', import.meta.url).pathname
  await writeFiles(folder, {
    'read.ts': `import { readConfigFile } from '${reader}'\nconsole.log(readConfigFile('/dev/stdin'))`,
  })
  const script = `printf '{"port": 1}' | '${process.execPath}' '${join(folder, 'read.ts')}'`
  expect(execFileSync('sh', ['-c', script]).toString()).toBe('{"port": 1}\n')
})
