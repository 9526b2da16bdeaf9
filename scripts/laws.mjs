/**
 * Checks the laws of the house and prints `file:line: sentence` for each breach; exit code 1 when there is one.
 *
 * The laws: tops import only the tops they may (laws/lists.mjs); a folder is entered through its index.ts by its
 * `#top/folder` name and relative imports stay inside it (tests may look anywhere); shared is pure; no import
 * cycles; composition roots and files stay short; nothing is marked as unfinished.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cycleViolations } from './laws/cycles.mjs'
import { importViolations } from './laws/imports.mjs'
import { LONG_FILES, MAY_IMPORT } from './laws/lists.mjs'
import { targetOf } from './laws/places.mjs'
import { readSource } from './laws/source.mjs'
import { textViolations } from './laws/text.mjs'

/** @typedef {import('./laws/imports.mjs').Violation} Violation */

const JUDGED = /\.(?:ts|svelte|mjs)$/

/** @param {string} root @param {string} folder @returns {string[]} */
const sourcesIn = (root, folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return []
    if (entry.isDirectory()) return sourcesIn(root, path)
    return entry.isFile() && JUDGED.test(entry.name) ? [path] : []
  })

/** @param {string} root @returns {string[]} */
const sourcesOf = root => {
  const inRoot = readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isFile() && JUDGED.test(entry.name))
    .map(entry => entry.name)
  const tops = Object.keys(MAY_IMPORT).filter(top => existsSync(join(root, top)))
  return [...inRoot, ...tops.flatMap(top => sourcesIn(root, top))].sort()
}

/** @param {string} root @returns {import('./laws/imports.mjs').Project} */
const projectOf = root => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { dependencies, devDependencies, optionalDependencies } = manifest
  return {
    aliases: manifest.imports ?? {},
    packages: new Set(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })),
  }
}

/**
 * @param {string} root the project's folder
 * @param {Record<string, string>} [longFiles] files that may be longer than others, each with the reason
 * @returns {Violation[]} in order of file and line
 */
export const checkLaws = (root, longFiles = LONG_FILES) => {
  const project = projectOf(root)
  const files = sourcesOf(root)
  /** @type {Map<string, { to: string, line: number }[]>} */
  const graph = new Map()
  const found = files.flatMap(file => {
    const text = readFileSync(join(root, file), 'utf8')
    const { imports, code } = readSource(file, text)
    const edges = imports.flatMap(({ specifier, line, kind }) => {
      const target =
        specifier !== null && kind === 'value' ? targetOf(specifier, file, project.aliases) : null
      return target?.kind === 'file' ? [{ to: target.path, line }] : []
    })
    graph.set(file, edges)
    // A file in the root configures a tool; whom it imports is between it and the tool.
    const inTop = file.includes('/')
    return [
      ...textViolations(file, text, code, longFiles),
      ...(inTop ? importViolations(file, imports, project) : []),
    ]
  })
  const gone = Object.keys(longFiles)
    .filter(file => !files.includes(file))
    .map(file => ({ file, line: 1, sentence: 'is on the list of long files but does not exist.' }))
  return [...found, ...cycleViolations(graph), ...gone].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line,
  )
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const violations = checkLaws(resolve(fileURLToPath(import.meta.url), '../..'))
  for (const { file, line, sentence } of violations) console.log(`${file}:${line}: ${sentence}`)
  if (violations.length > 0) process.exitCode = 1
}
