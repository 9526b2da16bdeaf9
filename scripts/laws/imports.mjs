/**
 * The laws about who imports whom, for one file at a time.
 *
 * They count every way of naming a module, types included: an inner type is as private as an inner function.
 */
import { MAY_IMPORT, ON_NODE, PURE_PACKAGES, WITHOUT_DOORS } from './lists.mjs'
import { aliasOf, folderOf, isDoor, targetOf, topOf } from './places.mjs'

/** @typedef {import('./source.mjs').Import} Import */
/** @typedef {{ file: string, line: number, sentence: string }} Violation */
/** @typedef {{ aliases: Record<string, string>, packages: ReadonlySet<string> }} Project packages: named in package.json */

/** @param {string} name */
const isPure = name =>
  PURE_PACKAGES.some(pure => (pure.endsWith('/') ? name.startsWith(pure) : name === pure))

/** @param {string} file @param {string} name @param {Project} project @returns {string | null} */
const packageLaw = (file, name, project) => {
  const top = topOf(file)
  if (top === 'scripts')
    return `scripts run before anything is installed and may not import the package ${name}.`
  if (top === 'shared' && !isPure(name))
    return `shared may not import ${name}: it is not on the list of pure packages.`
  if (!project.packages.has(name))
    return `${name} is not named in package.json, so it is here only by chance.`
  return null
}

/** @param {string} file @param {string} path @param {boolean} relative @returns {string | null} */
const fileLaw = (file, path, relative) => {
  const top = topOf(file)
  const targetTop = topOf(path)
  const allowed = new Map(Object.entries(MAY_IMPORT)).get(top) ?? []
  if (path.startsWith('../')) return `${path} lies outside the project.`
  if (top !== 'test' && !(targetTop in MAY_IMPORT))
    return `${top} may not import ${path}, which is in none of its folders.`
  if (targetTop in MAY_IMPORT && !allowed.includes(targetTop)) {
    return `${top} may not import ${targetTop}; it may import ${allowed.join(', ')}.`
  }
  if (WITHOUT_DOORS.includes(top) || folderOf(file) === folderOf(path)) return null
  if (relative) return `a relative import may not leave its folder; import '${aliasOf(path)}' instead.`
  if (!isDoor(path)) return `${path} is inside another folder; import '${aliasOf(path)}' instead.`
  return null
}

/**
 * A URL is relative without saying so; of a glob, the folder in front of the first star is what counts.
 * @param {string} specifier
 * @param {Import['kind']} kind
 */
const writtenAsImport = (specifier, kind) => {
  if (kind === 'glob') return specifier.replace(/\*.*$/, 'x')
  return kind === 'url' && !/^[./]|:/.test(specifier) ? `./${specifier}` : specifier
}

/** @param {string} file @param {Import} found @param {Project} project @returns {string | null} */
const importLaw = (file, { specifier, kind }, project) => {
  if (specifier === null) {
    return topOf(file) === 'shared' ? 'shared may not import a module whose name is computed.' : null
  }
  // The same words also find plain files to read; only a program counts.
  if (kind === 'url' && !/\.(?:ts|svelte|[cm]?js)$/.test(specifier)) return null
  const target = targetOf(writtenAsImport(specifier, kind), file, project.aliases)
  switch (target.kind) {
    case 'file':
      return fileLaw(file, target.path, target.relative)
    case 'builtin':
      return ON_NODE.includes(topOf(file))
        ? null
        : `${topOf(file)} may not import ${target.name}: it does not run on Node.`
    case 'package':
      return packageLaw(file, target.name, project)
    case 'other':
      return specifier.startsWith('#') ? `${specifier} matches no entry of "imports" in package.json.` : null
  }
}

/**
 * @param {string} file
 * @param {readonly Import[]} imports
 * @param {Project} project
 * @returns {Violation[]}
 */
export const importViolations = (file, imports, project) =>
  imports.flatMap(found => {
    const sentence = importLaw(file, found, project)
    return sentence === null ? [] : [{ file, line: found.line, sentence }]
  })
