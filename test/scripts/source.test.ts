import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blank, readSource } from '../../scripts/laws/source.mjs'

const importsIn = (text: string, path = 'a.ts') =>
  readSource(path, text).imports.map(({ specifier, line, kind }) => `${line} ${kind} ${specifier}`)

test('every way of naming a module is seen, with its line', () => {
  const text = [
    `import a from 'a'`,
    `import type { B } from 'b'`,
    `import c, { type D,`,
    `  e as f } from "c"`,
    `import * as g from 'g'`,
    `import 'h'`,
    `export * from 'i'`,
    `export * as j from 'j'`,
    `export type { K } from 'k'`,
    `export { l } from 'l'`,
    `const m = () => import('m')`,
    `const n = import(/* why */ \`n\`)`,
    `const o = new URL('./o.ts', import.meta.url)`,
    `const p = new URL('p', base)`,
    `const q = import.meta.glob('./q/*.ts')`,
    `const r = import(name)`,
    `import type from 's'`,
    `type T = import('t').T`,
  ].join('\n')
  expect(importsIn(text)).toEqual([
    '1 value a',
    '2 type b',
    '3 value c',
    '5 value g',
    '6 value h',
    '7 value i',
    '8 value j',
    '9 type k',
    '10 value l',
    '11 lazy m',
    '12 lazy n',
    '13 url ./o.ts',
    '15 glob ./q/*.ts',
    '16 lazy null',
    '17 value s',
    '18 lazy t',
  ])
})

test('what only looks like an import is not one', () => {
  const text = [
    `// import a from 'a'`,
    `/* import 'b' */`,
    `const c = "import 'c'"`,
    `const d = \`import(\${"e"}) import 'd' \${\`import "f"\`}\``,
    `const g = /import 'g'/.test(x) && a / b / c`,
    `export type H = string`,
    `const from = 'i'`,
    `object.import('j')`,
    `const k = /[/'"]/`,
    `const l = {import: 'l'}`,
  ].join('\n')
  expect(importsIn(text)).toEqual([])
})

test('a Svelte file is read in its scripts and its markup, at its own lines', () => {
  const text = `<script module>\nimport 'a'\n</script>\n<p>import 'b'</p>\n<script lang="ts">\nimport c from 'c'\n</script>\n{#await import("d")}{/await}\n`
  expect(importsIn(text, 'A.svelte')).toEqual(['2 value a', '6 value c', '8 lazy d'])
})

test('blanking keeps every offset and line, whatever the text', () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    '`',
    '${',
    '}',
    '{',
    '/',
    '*',
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    'a',
    ' ',
    '(',
    ')',
    '[',
    ']',
    '=',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), parts => {
      const text = parts.join('')
      const { code } = blank(text)
      expect(code.length).toBe(text.length)
      expect([...code.matchAll(/\n/g)].map(m => m.index)).toEqual([...text.matchAll(/\n/g)].map(m => m.index))
    }),
    { numRuns: 500 },
  )
})

test('text without quotes, slashes and templates is left as it is', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const plain = text.replace(/['"`/]/g, '')
      expect(blank(plain).code).toBe(plain)
    }),
  )
})
