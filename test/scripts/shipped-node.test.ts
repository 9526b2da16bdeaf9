import { delimiter, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  envWithNode,
  findNode,
  runsTypeScript,
  SHIPPED_NODES,
} from '../../scripts/bootstrap/shipped-node.mjs'
import { createTree } from './tree.ts'

const OLD = { path: '/usr/bin/node', version: 'v20.20.2' }
const NEW = { path: '/usr/bin/node', version: 'v22.18.0' }

test.each(Object.entries(SHIPPED_NODES))('%s has its Node in %s', (platform, file) => {
  const root = createTree({ [file]: '' })
  const [os = '', cpu = ''] = platform.split('-')
  expect(findNode(root, { platform: os, cpu, system: OLD, tryNode: () => 'v24.1.0' })).toEqual({
    ok: true,
    path: join(root, file),
    version: 'v24.1.0',
  })
})

describe('where the shipped Node does not start', () => {
  const file = SHIPPED_NODES['linux-x64']
  const machine = { platform: 'linux', cpu: 'x64', tryNode: () => null }

  test('a system Node that is new enough takes its place', () => {
    expect(findNode(createTree({ [file]: '' }), { ...machine, system: NEW })).toEqual({ ok: true, ...NEW })
  })

  test('an old one gets a sentence', () => {
    const found = findNode(createTree({ [file]: '' }), { ...machine, system: OLD })
    expect(found).toEqual({ ok: false, reason: expect.stringContaining('does not start on this machine') })
  })
})

test('a platform without a shipped Node uses the system one, or says what it needs', () => {
  const machine = { platform: 'freebsd', cpu: 'x64' }
  expect(findNode(createTree(), { ...machine, system: NEW })).toEqual({ ok: true, ...NEW })
  expect(findNode(createTree(), { ...machine, system: OLD })).toEqual({
    ok: false,
    reason:
      'Paddock needs Node 22.18 or newer here, this is 20.20.2 and none comes for freebsd-x64; ' +
      'nothing was changed, install a newer Node and run the same command again.',
  })
})

test.each([
  ['v20.20.2', false],
  ['v22.17.9', false],
  ['v22.18.0', true],
  ['v23.5.0', false],
  ['v23.6.0', true],
  ['v24.0.0', true],
  ['v100.0.0', true],
])('%s runs TypeScript: %s', (version, expected) => {
  expect(runsTypeScript(version)).toBe(expected)
})

test('the folder of the Node comes first in PATH, whatever case PATH is written in', () => {
  const node = join('/a', 'bin', 'node')
  expect(envWithNode({ PATH: '/usr/bin', HOME: '/h' }, node)).toEqual({
    PATH: `${dirname(node)}${delimiter}/usr/bin`,
    HOME: '/h',
  })
  expect(envWithNode({ Path: 'x' }, node)).toEqual({ Path: `${dirname(node)}${delimiter}x` })
  expect(envWithNode({}, node)).toEqual({ PATH: dirname(node) })
})
