import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../scripts/chromium.mjs'
import { createTree } from './tree.ts'

const createBrowser = (root: string, name: string): string => {
  const path = join(root, name)
  chmodSync(path, 0o755)
  return path
}

describe.runIf(process.platform === 'linux')('finding a browser', () => {
  test('the one named by CHROMIUM, if it starts', async () => {
    const root = createTree({ good: '#!/bin/sh\nexit 0\n', bad: '#!/bin/sh\nexit 127\n' })
    const good = createBrowser(root, 'good')
    expect(await findChromium({ root, env: { CHROMIUM: good } })).toEqual({
      ok: true,
      path: good,
      from: 'CHROMIUM',
    })
    for (const path of [createBrowser(root, 'bad'), join(root, 'missing')]) {
      expect(await findChromium({ root, env: { CHROMIUM: path } })).toEqual({
        ok: false,
        reason: expect.stringContaining('does not start'),
      })
    }
  })

  test('else an installed one, the first that starts', async () => {
    const root = createTree({ 'a/chromium': '#!/bin/sh\nexit 1\n', 'b/google-chrome': '#!/bin/sh\nexit 0\n' })
    createBrowser(root, 'a/chromium')
    const path = createBrowser(root, 'b/google-chrome')
    const env = { PATH: `${join(root, 'a')}:${join(root, 'b')}` }
    expect(await findChromium({ root, env })).toEqual({ ok: true, path, from: 'installed' })
  })

  test('else the reason why there is none', async () => {
    const root = createTree()
    expect(await findChromium({ root, env: { PATH: root } })).toEqual({
      ok: false,
      reason: 'no Chrome, Edge or Chromium is installed; set CHROMIUM to the path of one',
    })
  })
})
