import { describe, expect, test } from 'vitest'
import { checkLaws } from '../../scripts/laws.mjs'
import { createTree } from './tree.ts'

const MANIFEST = JSON.stringify({
  imports: {
    '#shared/*': './shared/*/index.ts',
    '#node/*': './node/*/index.ts',
    '#web/*': './web/*/index.ts',
    '#relay/*': './relay/*/index.ts',
  },
  dependencies: { zod: '1.0.0', fastify: '1.0.0' },
})

/** A small house in which every law holds. */
const CLEAN = {
  'package.json': MANIFEST,
  'shared/geo/index.ts': `export * from './gates.ts'\n`,
  'shared/geo/gates.ts': `import { z } from 'zod'\nimport type { Lap } from '#shared/lap'\nexport const gates = z\n`,
  'shared/lap/index.ts': `import { gates } from '#shared/geo'\nexport type Lap = typeof gates\n`,
  'node/blobs/index.ts': `import { readFile } from 'node:fs/promises'\nimport '#shared/geo'\nexport { readFile }\n`,
  'relay/main.ts': `import '#node/blobs'\nimport fastify from 'fastify'\nimport { serve } from '#relay/http'\nserve(fastify)\n`,
  'relay/http/index.ts': `export const serve = (x: unknown) => x\n`,
  'web/app/index.ts': `export const screens = { laps: () => import('#web/screens/laps') }\n`,
  'web/screens/laps/index.ts': `export { default as Laps } from './Laps.svelte'\n`,
  'web/screens/laps/Laps.svelte': `<script lang="ts">\n  import { screens } from '#web/app'\n</script>\n<p>{screens}</p>\n`,
  'web/parts/map/index.ts': `export const map = new URL('./draw.worker.ts', import.meta.url)\n`,
  'web/parts/map/draw.worker.ts': `import '#shared/geo'\n`,
  'test/shared/geo.test.ts': `import '../../shared/geo/gates.ts'\n`,
  'scripts/tool.mjs': `import 'node:fs'\nimport '../scripts/other.mjs'\n`,
  'scripts/other.mjs': '',
}

const breachesOf = (files: Record<string, string>, longFiles: Record<string, string> = {}): string[] =>
  checkLaws(createTree({ ...CLEAN, ...files }), longFiles).map(
    ({ file, line, sentence }) => `${file}:${line}: ${sentence}`,
  )

const lines = (count: number): string => 'export {}\n'.repeat(count)

test('a clean house breaks no law', () => {
  expect(breachesOf({})).toEqual([])
})

describe('who may import whom', () => {
  test.each([
    ['shared', 'node', 'shared/lap/index.ts', `\nimport '#node/blobs'\n`],
    ['shared', 'web', 'shared/lap/index.ts', `\nexport * from '#web/app'\n`],
    ['node', 'relay', 'node/blobs/index.ts', `\nimport { serve } from '#relay/http'\n`],
    ['relay', 'web', 'relay/http/index.ts', `\nimport type { x } from '#web/app'\n`],
    ['web', 'node', 'web/app/index.ts', `\nconst x = import('#node/blobs')\n`],
    ['web', 'test', 'web/app/index.ts', `\nimport '../../test/shared/geo.test.ts'\n`],
  ])('%s may not import %s', (top, other, file, text) => {
    expect(breachesOf({ [file]: text })).toContainEqual(
      expect.stringMatching(new RegExp(`^${file}:2: ${top} may not import ${other};`)),
    )
  })

  test('a page that asks for a module of Node', () => {
    expect(breachesOf({ 'web/app/index.ts': `import 'node:fs'\n` })).toEqual([
      'web/app/index.ts:1: web may not import node:fs: it does not run on Node.',
    ])
    expect(breachesOf({ 'shared/lap/index.ts': `import 'path'\n` })).toEqual([
      'shared/lap/index.ts:1: shared may not import path: it does not run on Node.',
    ])
  })

  test('a package that is not pure in shared, and one nobody asked for', () => {
    expect(
      breachesOf({ 'shared/lap/index.ts': `import 'fastify'\n`, 'relay/http/index.ts': `import '@a/b/c'\n` }),
    ).toEqual([
      'relay/http/index.ts:1: @a/b is not named in package.json, so it is here only by chance.',
      'shared/lap/index.ts:1: shared may not import fastify: it is not on the list of pure packages.',
    ])
  })

  test('a script that needs an installed package', () => {
    expect(breachesOf({ 'scripts/tool.mjs': `import zod from 'zod'\n` })).toEqual([
      'scripts/tool.mjs:1: scripts run before anything is installed and may not import the package zod.',
    ])
  })

  test('a computed import in shared, an alias of nothing, a file in no folder', () => {
    expect(
      breachesOf({
        'shared/lap/index.ts': `import(name)\n`,
        'relay/http/index.ts': `import '#lap'\nimport version from '../../package.json'\n`,
      }),
    ).toEqual([
      'relay/http/index.ts:1: #lap matches no entry of "imports" in package.json.',
      'relay/http/index.ts:2: relay may not import package.json, which is in none of its folders.',
      'shared/lap/index.ts:1: shared may not import a module whose name is computed.',
    ])
  })
})

describe('folders are entered through their door', () => {
  test('a relative import may not climb into another folder, not even to its door', () => {
    expect(
      breachesOf({
        'web/app/shell.ts': `import '../screens/laps/index.ts'\n`,
        'shared/lap/index.ts': `\n\nimport {\n  gates,\n} from '../geo/gates.ts'\n`,
      }),
    ).toEqual([
      "shared/lap/index.ts:3: a relative import may not leave its folder; import '#shared/geo' instead.",
      "web/app/shell.ts:1: a relative import may not leave its folder; import '#web/screens/laps' instead.",
    ])
  })

  test('an inner folder is not a door, except of a part', () => {
    expect(
      breachesOf({
        'shared/formats/motec/index.ts': '',
        'shared/lap/index.ts': `import '#shared/formats/motec'\n`,
        'web/app/index.ts': `import '#web/parts/map'\n`,
      }),
    ).toEqual([
      "shared/lap/index.ts:1: shared/formats/motec/index.ts is inside another folder; import '#shared/formats' instead.",
    ])
  })

  test('workers, globs and markup count as imports', () => {
    expect(
      breachesOf({
        'web/app/a.ts': `const w = new Worker(\n  new URL('../parts/map/draw.worker.ts', import.meta.url))\n`,
        'web/app/b.ts': `const all = import.meta.glob('../screens/laps/*.svelte')\n`,
        'web/app/C.svelte': `<script>\n  let a\n</script>\n{#await import('../screens/laps/Laps.svelte')}{/await}\n`,
      }).map(breach => breach.split(': ')[0]),
    ).toEqual(['web/app/C.svelte:4', 'web/app/a.ts:2', 'web/app/b.ts:1'])
  })

  test('a path to a file to be read is not an import, and a URL beside the file is inside its folder', () => {
    expect(
      breachesOf({
        'node/blobs/version.ts': `export const at = new URL('../../package.json', import.meta.url)\n`,
        'node/blobs/worker.ts': `export const at = new URL('version.ts', import.meta.url)\n`,
      }),
    ).toEqual([])
  })
})

describe('cycles', () => {
  test('values going round are told once, with the way round', () => {
    expect(
      breachesOf({
        'shared/geo/gates.ts': `import { lap } from '#shared/lap'\nexport const gates = lap\n`,
        'shared/lap/index.ts': `// laps\nimport { gates } from '#shared/geo'\nexport const lap = gates\n`,
      }),
    ).toEqual([
      'shared/geo/gates.ts:1: these files import each other in a circle: shared/geo/gates.ts → shared/lap/index.ts → shared/geo/index.ts → shared/geo/gates.ts.',
    ])
  })

  test('types and lazy imports may go round', () => {
    expect(
      breachesOf({
        'web/app/a.ts': `import './b.ts'\n`,
        'web/app/b.ts': `import type { a } from './a.ts'\nexport const load = () => import('./a.ts')\n`,
      }),
    ).toEqual([])
  })

  test('a file that imports itself', () => {
    expect(breachesOf({ 'web/app/a.ts': `import './a.ts'\n` })).toEqual([
      'web/app/a.ts:1: these files import each other in a circle: web/app/a.ts → web/app/a.ts.',
    ])
  })
})

describe('the file itself', () => {
  test('composition roots stay short', () => {
    expect(breachesOf({ 'relay/main.ts': lines(61), 'web/workers/read.worker.ts': lines(60) })).toEqual([
      'relay/main.ts:61: a composition root only puts parts together in at most 60 lines; this has 61.',
    ])
  })

  test('no file is longer than one idea, unless it is on the list', () => {
    const long = { 'shared/geo/long.ts': lines(351), 'shared/geo/full.ts': lines(350) }
    expect(breachesOf(long)).toEqual([
      'shared/geo/long.ts:351: a file has one idea in at most 350 lines; this has 351.',
    ])
    expect(breachesOf(long, { 'shared/geo/long.ts': 'a table' })).toEqual([])
    expect(breachesOf({}, { 'shared/geo/gone.ts': 'a table' })).toEqual([
      'shared/geo/gone.ts:1: is on the list of long files but does not exist.',
    ])
  })

  test.each(
    ['TO', 'FIX'].map(half => half + (half === 'TO' ? 'DO' : 'ME')),
  )('%s is not left behind', word => {
    expect(breachesOf({ 'web/app/a.ts': `const a = 1\n// ${word} later\n` })).toEqual([
      `web/app/a.ts:2: ${word} marks something unfinished; finish it or take it out.`,
    ])
  })

  test('shared has no clock and no randomness; naming them in words is no breach', () => {
    const pure = `// Date.now is passed in\nconst a = 'Math.random'\nconst b = new Date(0)\n`
    expect(breachesOf({ 'shared/geo/a.ts': pure, 'web/app/a.ts': 'const a = Date.now()\n' })).toEqual([])
    const impure = `const a = Date.now()\nconst b = new Date()\nconst c = \`\${Math.random()}\`\n`
    expect(breachesOf({ 'shared/geo/a.ts': impure }).map(breach => breach.split(': ')[0])).toEqual([
      'shared/geo/a.ts:1',
      'shared/geo/a.ts:2',
      'shared/geo/a.ts:3',
    ])
  })
})
