import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { withLock } from '../../scripts/bootstrap/lock.mjs'
import { createTree, writeFiles } from './tree.ts'

const LOCK_MODULE = pathToFileURL(join(import.meta.dirname, '../../scripts/bootstrap/lock.mjs')).href

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

test('one at a time, and the lock goes when the work does, even by throwing', async () => {
  const path = join(createTree(), 'deep/folder/a.lock')
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise(resolve => setImmediate(resolve))
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withLock(path, () => {}, work)))
  expect(most).toBe(1)
  await expect(
    withLock(
      path,
      () => {},
      () => Promise.reject(new Error('no')),
    ),
  ).rejects.toThrow('no')
  expect(existsSync(path)).toBe(false)
})

test('who waits is told once who holds it', async () => {
  const path = join(createTree(), 'a.lock')
  const onWait = vi.fn()
  let release = () => {}
  const first = withLock(
    path,
    () => {},
    () => new Promise<void>(resolve => (release = resolve)),
  )
  const second = withLock(path, onWait, () => 'done')
  await vi.waitFor(() => expect(onWait).toHaveBeenCalled())
  release()
  expect(await second).toBe('done')
  await first
  expect(onWait.mock.calls).toEqual([[process.pid]])
})

test.each([
  ['of a process that is gone', () => JSON.stringify({ pid: deadPid(), birth: '', startedAt: '' })],
  [
    'of a process whose number was given to another',
    () => JSON.stringify({ pid: 1, birth: '0', startedAt: '' }),
  ],
])('a lock %s is broken', async (_, holder) => {
  const root = createTree({ 'a.lock': holder() })
  const onWait = vi.fn()
  expect(await withLock(join(root, 'a.lock'), onWait, () => 'done')).toBe('done')
  expect(onWait).not.toHaveBeenCalled()
})

test('processes that take turns never overlap, though one of them dies with the lock', async () => {
  const root = createTree()
  const program = `
    import { appendFileSync, readFileSync } from 'node:fs'
    import { withLock } from ${JSON.stringify(LOCK_MODULE)}
    const note = text => appendFileSync('turns', text + ' ' + process.pid + '\\n')
    await withLock('a.lock', () => {}, async () => {
      note('in')
      if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL')
      await new Promise(resolve => setImmediate(resolve))
      note('out')
    })`
  writeFiles(root, { 'turn.mjs': program })
  const children = ['', 'die', '', '', 'die', ''].map(how =>
    spawn(process.execPath, ['turn.mjs', how], { cwd: root, stdio: 'inherit' }),
  )
  const codes = await Promise.all(children.map(async child => (await once(child, 'exit'))[0]))
  expect(codes).toEqual([0, null, 0, 0, null, 0])
  const turns = readFileSync(join(root, 'turns'), 'utf8').trim().split('\n')
  const finished = turns.filter(turn => turn.startsWith('out'))
  expect(finished).toHaveLength(4)
  for (const turn of finished) expect(turns[turns.indexOf(turn) - 1]).toBe(turn.replace('out', 'in'))
})
