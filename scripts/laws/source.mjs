/**
 * Reads just enough of a source file to judge it: which module specifiers it names, where, and how.
 *
 * The text is blanked first: the insides of comments, strings, templates and regular expressions become spaces,
 * so that a pattern can only match code. Offsets and lines stay the same. Limits: a regular expression right
 * after `)` or `}` is read as a division (an unterminated string then ends with its line, so the damage is one
 * line); `import x, { 'quoted name' as y }` is not recognised.
 */

/**
 * @typedef {object} Import
 * @property {string | null} specifier null when it is computed
 * @property {number} line
 * @property {'value' | 'type' | 'lazy' | 'url' | 'glob'} kind value: runs before this module does; lazy: `import()`;
 *   url: `new URL(…, import.meta.url)`, how a worker is named; glob: `import.meta.glob`
 */
/** @typedef {{ code: string, strings: Map<number, string> }} Blanked strings: offset of the opening quote to content */

const REGEX_AFTER_WORD =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/

/** @param {string} before code in front of a slash */
const startsRegex = before => {
  const trimmed = before.trimEnd()
  return /[({[,;:=!&|?+\-*%^~<>]$/.test(trimmed) || trimmed === '' || REGEX_AFTER_WORD.test(trimmed)
}

/** @param {string} text @param {number} from @returns {number} offset of the slash that ends it, or the line's end */
const endOfRegex = (text, from) => {
  let inClass = false
  let at = from + 1
  for (; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    else if (text[at] === '/' && !inClass) break
  }
  return at
}

/** @param {string} text @param {number} from @returns {number} offset of the closing quote, or the line's end */
const endOfString = (text, from) => {
  let at = from + 1
  for (; at < text.length && text[at] !== text[from] && text[at] !== '\n'; at++) if (text[at] === '\\') at++
  return at
}

/** @param {string} text @param {number} from @returns {number} offset of the closing backtick or of `${` */
const endOfTemplatePart = (text, from) => {
  let at = from
  for (; at < text.length && text[at] !== '`' && !text.startsWith('${', at); at++) if (text[at] === '\\') at++
  return at
}

/** @param {string} text @returns {Blanked} */
export const blank = text => {
  const strings = new Map()
  /** Depth of braces inside each open template's `${`. @type {number[]} */
  const templates = []
  let code = ''
  let at = 0
  /** @param {number} to */
  const blankTo = to => {
    code += text.slice(at, to).replace(/[^\n]/g, ' ')
    at = to
  }
  /** @param {number} [count] */
  const keep = (count = 1) => {
    code += text.slice(at, at + count)
    at += count
  }
  /** @param {number} opening */
  const readTemplate = opening => {
    const start = at
    blankTo(Math.min(endOfTemplatePart(text, at), text.length))
    if (text[at] === '`' && opening >= 0) strings.set(opening, text.slice(start, at))
    if (text[at] === '$') {
      keep(2)
      templates.push(0)
    } else keep()
  }
  while (at < text.length) {
    const char = text[at]
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at)
      blankTo(end === -1 ? text.length : end)
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2)
      blankTo(end === -1 ? text.length : end + 2)
    } else if (char === "'" || char === '"') {
      const end = endOfString(text, at)
      strings.set(at, text.slice(at + 1, end))
      keep()
      blankTo(Math.min(end, text.length))
      if (text[at] === char) keep()
    } else if (char === '`') {
      const opening = at
      keep()
      readTemplate(opening)
    } else if (char === '/' && startsRegex(code.slice(-40))) {
      blankTo(Math.min(endOfRegex(text, at) + 1, text.length))
    } else {
      const depth = templates.at(-1)
      if (depth !== undefined && char === '{') templates[templates.length - 1] = depth + 1
      if (depth !== undefined && char === '}') templates[templates.length - 1] = depth - 1
      keep()
      if (depth === 0 && char === '}') {
        templates.pop()
        readTemplate(-1)
      }
    }
  }
  return { code, strings }
}

/**
 * A Svelte file with everything outside its scripts blanked, and the markup with the scripts blanked.
 * @param {string} text
 */
export const splitSvelte = text => {
  let script = ''
  let markup = ''
  let at = 0
  /** @param {string} part */
  const spaces = part => part.replace(/[^\n]/g, ' ')
  for (const match of text.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/g)) {
    const start = match.index + (match[1] ?? '').length
    const end = start + (match[2] ?? '').length
    script += spaces(text.slice(at, start)) + text.slice(start, end)
    markup += text.slice(at, start) + spaces(text.slice(start, end))
    at = end
  }
  return { script: script + spaces(text.slice(at)), markup: markup + text.slice(at) }
}

const CLAUSE = String.raw`(?:[\w$]+|\{[^{}]*\}|\*(?:\s*as\s+[\w$]+)?)(?:\s*,\s*(?:\{[^{}]*\}|\*\s*as\s+[\w$]+))?`
const FROM = new RegExp(
  String.raw`(?<![\w$.#])(?:import|export)\b\s*(type\s+(?!from\b))?${CLAUSE}\s*from\s*(?=['"])`,
  'g',
)
const BARE = /(?<![\w$.#])import\s*(?=['"])/g
const LAZY = /(?<![\w$.#])import\s*\(\s*/g
const WORKER_URL = /\bnew\s+URL\s*\(\s*(?=['"])/g
const GLOB = /\bimport\.meta\.glob\s*(?:<[^()]*>)?\(\s*/g

/** @param {string} text @param {number} offset */
export const lineAt = (text, offset) => text.slice(0, offset).split('\n').length

/**
 * @param {string} path decides how the file is read: `.svelte` files have scripts and markup
 * @param {string} text
 * @returns {{ imports: Import[], code: string }} code: the blanked script
 */
export const readSource = (path, text) => {
  const parts = path.endsWith('.svelte') ? splitSvelte(text) : { script: text, markup: '' }
  const { code, strings } = blank(parts.script)
  /** @type {Import[]} */
  const imports = []
  /** @param {RegExp} pattern @param {(match: RegExpMatchArray) => Import['kind']} kindOf */
  const collect = (pattern, kindOf) => {
    for (const match of code.matchAll(pattern)) {
      const kind = kindOf(match)
      const end = match.index + match[0].length
      const specifier = strings.get(end) ?? null
      const after = code.slice(end + (specifier?.length ?? 0) + 2)
      if (kind === 'url' && !/^\s*,\s*import\.meta\.url/.test(after)) continue
      imports.push({ specifier, line: lineAt(code, match.index), kind })
    }
  }
  collect(FROM, match => (match[1] ? 'type' : 'value'))
  collect(BARE, () => 'value')
  collect(LAZY, () => 'lazy')
  collect(WORKER_URL, () => 'url')
  collect(GLOB, () => 'glob')
  for (const match of parts.markup.matchAll(/\bimport\s*\(\s*(['"])(.*?)\1\s*\)/g)) {
    imports.push({ specifier: match[2] ?? null, line: lineAt(parts.markup, match.index), kind: 'lazy' })
  }
  return { imports: imports.sort((a, b) => a.line - b.line), code }
}
