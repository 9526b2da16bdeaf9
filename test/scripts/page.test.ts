import { renameSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildPage, buildPageIfStale, hashInputs, isPageFresh } from '../../scripts/bootstrap/page.mjs'
import { createTree, writeFiles } from './tree.ts'

const INPUTS = {
  'web/index.html': '<p>',
  'web/app/main.ts': 'a',
  'shared/geo/index.ts': 'b',
  'vite.config.ts': 'c',
  'package-lock.json': '{}',
}

/** A vite that writes a page and notes each build in builds.txt. */
const VITE = `
  import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
  appendFileSync('builds.txt', process.argv.slice(2).join(' ') + '\\n')
  if (process.env.BROKEN) process.exit(3)
  rmSync('dist', { recursive: true, force: true })
  mkdirSync('dist')
  writeFileSync('dist/index.html', '')
`

const createProject = () => {
  const root = createTree({
    ...INPUTS,
    'node_modules/vite/bin/vite.js': VITE,
    'node_modules/vite/package.json': '{"type":"module"}',
  })
  const said: string[] = []
  const context = {
    root,
    node: process.execPath,
    env: process.env,
    say: (text: string) => void said.push(text),
  }
  return { root, said, context }
}

test('what is in the files and how they are called decides, not when they were written', () => {
  const root = createTree(INPUTS)
  const before = hashInputs(root)
  utimesSync(join(root, 'web/app/main.ts'), new Date(0), new Date(0))
  writeFiles(root, { 'relay/main.ts': 'not an input', 'dist/index.html': '' })
  expect(hashInputs(root)).toBe(before)

  const seen = new Set([before])
  const expectNew = () => {
    const hash = hashInputs(root)
    expect(seen).not.toContain(hash)
    seen.add(hash)
  }
  writeFiles(root, { 'web/app/main.ts': 'A' })
  expectNew()
  renameSync(join(root, 'web/app/main.ts'), join(root, 'web/app/start.ts'))
  expectNew()
  writeFiles(root, { 'web/public/icon.svg': '' })
  expectNew()
  writeFiles(root, { 'package-lock.json': '{ }' })
  expectNew()
})

test('bytes moved from one file to the next are another page', () => {
  const one = createTree({ 'web/a': 'xy', 'web/b': '' })
  const two = createTree({ 'web/a': 'x', 'web/b': 'y' })
  expect(hashInputs(one)).not.toBe(hashInputs(two))
})

test('the page is built when it is stale and only then', async () => {
  const { root, said, context } = createProject()
  expect(await buildPageIfStale(context)).toBe(0)
  expect(isPageFresh(root, hashInputs(root))).toBe(true)
  expect(await buildPageIfStale(context)).toBe(0)
  expect(said).toHaveLength(1)
  writeFiles(root, { 'web/app/main.ts': 'A' })
  expect(isPageFresh(root, hashInputs(root))).toBe(false)
  expect(await buildPageIfStale(context)).toBe(0)
  expect(said).toHaveLength(2)
})

test('a build that failed leaves the page stale and hands on its exit code', async () => {
  const { root, context } = createProject()
  expect(await buildPageIfStale(context)).toBe(0)
  expect(await buildPage({ ...context, env: { ...process.env, BROKEN: '1' } })).toBe(3)
  expect(isPageFresh(root, hashInputs(root))).toBe(false)
})

test('a build with arguments of the user is not the page that is served', async () => {
  const { root, context } = createProject()
  expect(await buildPage({ ...context, args: ['--mode', 'development'] })).toBe(0)
  expect(isPageFresh(root, hashInputs(root))).toBe(false)
})
