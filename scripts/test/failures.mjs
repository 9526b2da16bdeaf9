/**
 * What failed, a line each, for the end of a long log: whoever reads only its tail learns which test to look at.
 */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const MESSAGE_LENGTH = 200 // the whole of it, with the lines of code, stands further up

/** @param {string | undefined} text */
const firstLineOf = text => {
  const line = stripVTControlCharacters(text ?? '')
    .split('\n')
    .find(candidate => candidate.trim() !== '')
  return (line ?? 'it says nothing').trim().slice(0, MESSAGE_LENGTH)
}

/**
 * @typedef {object} VitestFile one file in vitest's JSON report
 * @property {string} name its path
 * @property {string} status
 * @property {string} [message] why it could not be loaded
 * @property {{ status: string, fullName: string, failureMessages?: string[] }[]} assertionResults
 */

/**
 * @param {string} json vitest's report
 * @param {string} root
 * @returns {string[]}
 */
export const failuresOf = (json, root) => {
  /** @type {VitestFile[]} */
  const files = JSON.parse(json).testResults
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    if (status === 'failed' && assertionResults.length === 0) return [`${file}: ${firstLineOf(message)}`]
    return assertionResults
      .filter(test => test.status === 'failed')
      .map(test => `${file} › ${test.fullName}: ${firstLineOf(test.failureMessages?.[0])}`)
  })
}
