/**
 * The laws about a file by itself: its length, what it leaves undone, and what the domain may not reach for.
 */
import { basename } from 'node:path'
import { IMPURE, MAX_LINES, MAX_ROOT_LINES } from './lists.mjs'
import { topOf } from './places.mjs'
import { lineAt } from './source.mjs'

/** @typedef {import('./imports.mjs').Violation} Violation */

const UNFINISHED = /\b(?:TO[D]O|FIX[M]E)\b/g // the brackets keep this line from matching itself

/** @param {string} file */
const isCompositionRoot = file => basename(file) === 'main.ts' || file.endsWith('.worker.ts')

/** @param {string} text */
const linesOf = text => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** @param {string} file @param {string} text @param {Record<string, string>} longFiles @returns {Violation[]} */
const lengthViolations = (file, text, longFiles) => {
  const lines = linesOf(text)
  if (isCompositionRoot(file) && lines > MAX_ROOT_LINES) {
    const sentence = `a composition root only puts parts together in at most ${MAX_ROOT_LINES} lines; this has ${lines}.`
    return [{ file, line: MAX_ROOT_LINES + 1, sentence }]
  }
  if (lines > MAX_LINES && !Object.hasOwn(longFiles, file)) {
    const sentence = `a file has one idea in at most ${MAX_LINES} lines; this has ${lines}.`
    return [{ file, line: MAX_LINES + 1, sentence }]
  }
  return []
}

/**
 * @param {string} file
 * @param {string} text
 * @param {string} code the same text blanked, so that only code matches
 * @param {Record<string, string>} longFiles files that may be longer, each with the reason
 * @returns {Violation[]}
 */
export const textViolations = (file, text, code, longFiles) => {
  const unfinished = [...text.matchAll(UNFINISHED)].map(match => ({
    file,
    line: lineAt(text, match.index),
    sentence: `${match[0]} marks something unfinished; finish it or take it out.`,
  }))
  const impure = IMPURE.flatMap(({ pattern, word }) =>
    topOf(file) !== 'shared'
      ? []
      : [...code.matchAll(pattern)].map(match => ({
          file,
          line: lineAt(code, match.index),
          sentence: `shared has no clock and no randomness of its own; ${word} must be passed in.`,
        })),
  )
  return [...lengthViolations(file, text, longFiles), ...unfinished, ...impure]
}
