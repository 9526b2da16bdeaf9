/**
 * Writes THIRD_PARTY_NOTICES.md: whose software reaches our users, and under which terms.
 *
 * `node scripts/notices.mjs` writes it, `--check` only says whether it is up to date (exit code 1 when not),
 * `--json` prints the same as JSON. `collectNotices()` is the same for a program, for instance to show the
 * notices on a page. The result depends on the lock file alone, not on the machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseLock } from './bootstrap/installed.mjs'
import { noticesToMarkdown } from './notices/markdown.mjs'
import { readNotices } from './notices/packages.mjs'

const ROOT = resolve(fileURLToPath(import.meta.url), '../..')

/** @param {string} [root] @returns {import('./notices/packages.mjs').Notices} */
export const collectNotices = (root = ROOT) =>
  readNotices(root, parseLock(readFileSync(join(root, 'package-lock.json'), 'utf8')))

/** @param {string[]} argv */
const main = argv => {
  const notices = collectNotices()
  if (argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify(notices, null, 2)}\n`)
    return
  }
  const path = join(ROOT, 'THIRD_PARTY_NOTICES.md')
  const text = noticesToMarkdown(notices)
  if (!argv.includes('--check')) {
    writeFileSync(path, text)
  } else if (!existsSync(path) || readFileSync(path, 'utf8').replaceAll('\r\n', '\n') !== text) {
    console.log(
      'THIRD_PARTY_NOTICES.md is not what the lock file asks for; run npm run notices and commit it.',
    )
    process.exitCode = 1
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main(process.argv.slice(2))
