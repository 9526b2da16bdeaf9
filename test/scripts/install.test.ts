import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureInstalled } from '../../scripts/bootstrap/install.mjs'
import { parseLock, resolveInLock } from '../../scripts/bootstrap/installed.mjs'
import type { Platform } from '../../scripts/bootstrap/platform.mjs'
import { createTree, writeFiles } from './tree.ts'

const LINUX: Platform = { os: 'linux', cpu: 'x64', libc: 'glibc' }
const STAMP = 'node_modules/.paddock-install'

const lockOf = (version: string) => ({
  packages: {
    '': {
      dependencies: { a: version },
      optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0' },
    },
    'node_modules/a': { version, integrity: `sha512-${version}` },
    'node_modules/tool-linux': {
      version: '1.0.0',
      integrity: 'l',
      optional: true,
      os: 'linux',
      cpu: ['x64'],
    },
    'node_modules/tool-mac': { version: '1.0.0', integrity: 'm', optional: true, os: ['darwin'], cpu: 'x64' },
    'node_modules/extra': { version: '3.0.0', integrity: 'e', optional: true },
  },
})

const createProject = (version = '1.0.0'): string =>
  createTree({
    'package.json': JSON.stringify({ dependencies: { a: version } }),
    'package-lock.json': JSON.stringify(lockOf(version)),
  })

/** What npm leaves behind: the packages, and last its own list of them. */
const putPackages = (root: string, folders: readonly string[]): void => {
  const wanted: Record<string, unknown> = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  ).packages
  const present = Object.fromEntries(folders.map(folder => [folder, wanted[folder]]))
  for (const folder of folders)
    writeFiles(root, { [`${folder}/package.json`]: JSON.stringify(wanted[folder]) })
  writeFiles(root, { 'node_modules/.package-lock.json': JSON.stringify({ packages: present }) })
}

const ON_LINUX = ['node_modules/a', 'node_modules/tool-linux']

/** Runs bootstrap's install with an npm that takes no time, and counts how often it was needed. */
const createInstaller = (folders: readonly string[] = ON_LINUX) => {
  const counter = { installs: 0, said: [] as string[] }
  const ensure = (root: string, platform = LINUX) =>
    ensureInstalled(root, {
      say: text => counter.said.push(text),
      platform,
      install: async folder => {
        counter.installs++
        expect(existsSync(join(folder, STAMP))).toBe(false)
        rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
        await Promise.resolve()
        putPackages(folder, folders)
        return { ok: true }
      },
    })
  return { counter, ensure }
}

describe('freshness', () => {
  test('an empty folder is installed once, then left alone', async () => {
    const root = createProject()
    const { counter, ensure } = createInstaller()
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
    expect(await ensure(root)).toEqual({ ok: true, did: 'nothing' })
    expect(counter.installs).toBe(1)
    expect(existsSync(join(root, '.cache/install.lock'))).toBe(false)
  })

  test('dates decide nothing', async () => {
    const root = createProject()
    const { ensure } = createInstaller()
    await ensure(root)
    utimesSync(join(root, 'package-lock.json'), new Date(2100, 1), new Date(2100, 1))
    expect(await ensure(root)).toEqual({ ok: true, did: 'nothing' })
  })

  test('another lock file, another platform and a missing package are installed anew', async () => {
    const root = createProject()
    const { counter, ensure } = createInstaller()
    await ensure(root)
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lockOf('2.0.0')))
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
    expect(await ensure(root, { ...LINUX, os: 'darwin', libc: '' })).toEqual({ ok: true, did: 'installed' })
    expect(await ensure(root)).toEqual({ ok: true, did: 'recognised' })
    rmSync(join(root, 'node_modules/a'), { recursive: true })
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
    expect(counter.installs).toBe(4)
  })

  test('an install that failed or broke off never looks fresh', async () => {
    const root = createProject()
    const { counter, ensure } = createInstaller()
    await ensure(root)
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lockOf('2.0.0')))
    const failing = { say: () => {}, platform: LINUX }
    expect(
      await ensureInstalled(root, { ...failing, install: async () => ({ ok: false, reason: 'no network' }) }),
    ).toEqual({
      ok: false,
      reason: 'no network',
    })
    await expect(
      ensureInstalled(root, { ...failing, install: () => Promise.reject(new Error('killed')) }),
    ).rejects.toThrow('killed')
    expect(existsSync(join(root, STAMP))).toBe(false)
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
    expect(counter.installs).toBe(2)
  })

  test('ten starts at once install once', async () => {
    const root = createProject()
    const { counter, ensure } = createInstaller()
    const results = await Promise.all(Array.from({ length: 10 }, () => ensure(root)))
    expect(results.filter(result => result.ok && result.did === 'installed')).toHaveLength(1)
    expect(counter.installs).toBe(1)
  })
})

describe('an install made by hand', () => {
  test('is recognised when it is whole, and stamped', async () => {
    const root = createProject()
    const { counter, ensure } = createInstaller()
    putPackages(root, ON_LINUX)
    expect(await ensure(root)).toEqual({ ok: true, did: 'recognised' })
    expect(await ensure(root)).toEqual({ ok: true, did: 'nothing' })
    expect(counter.installs).toBe(0)
  })

  test('is made again when the part for this platform was left out', async () => {
    const root = createProject()
    const { ensure } = createInstaller()
    putPackages(root, ['node_modules/a'])
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
  })

  test('is recognised though npm left out one of two parts for this platform', async () => {
    const root = createProject()
    const lock = lockOf('1.0.0')
    const packages = {
      ...lock.packages,
      'node_modules/second': { version: '1.0.0', optional: true, os: 'linux' },
    }
    packages[''].optionalDependencies = { ...packages[''].optionalDependencies, ...{ second: '1.0.0' } }
    writeFiles(root, { 'package-lock.json': JSON.stringify({ packages }) })
    const { ensure } = createInstaller()
    putPackages(root, ON_LINUX)
    expect(await ensure(root)).toEqual({ ok: true, did: 'recognised' })
  })

  test('is made again when a package on the disk is not the one listed', async () => {
    const root = createProject()
    const { ensure } = createInstaller()
    putPackages(root, ON_LINUX)
    writeFiles(root, { 'node_modules/a/package.json': '{"version":"0.9.0"}' })
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
  })

  test('is made again when npm never finished its list', async () => {
    const root = createProject()
    const { ensure } = createInstaller()
    putPackages(root, ON_LINUX)
    rmSync(join(root, 'node_modules/.package-lock.json'))
    expect(await ensure(root)).toEqual({ ok: true, did: 'installed' })
  })
})

test('the lock file of the project holds every platform, or npm ci refuses it', () => {
  const packages = parseLock(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'))
  const missing = Object.entries(packages).flatMap(([folder, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter(name => resolveInLock(packages, folder, name) === null)
      .map(name => `${name}, wanted by ${folder}`),
  )
  expect(missing).toEqual([])
})
