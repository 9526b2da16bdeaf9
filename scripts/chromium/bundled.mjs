/**
 * Unpacks the Chromium that comes from npm (the package @sparticuz/chromium, Linux x64 only) so that it starts
 * on a machine with neither its libraries nor any fonts.
 *
 * The package unpacks into the system's temporary folder under fixed names, writing in place: a second process
 * would start a half-written file. Here it unpacks into a folder of its own, which is renamed when it is whole;
 * the name carries the version, so an updated package is unpacked again. 211 MB, 1.6 s.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withLock } from '../bootstrap/lock.mjs'

const PACKAGE = 'node_modules/@sparticuz/chromium'

/** In a process of its own, because the package unpacks to TMPDIR and changes its environment while it loads. */
const UNPACK = `
  const { default: chromium, inflate } = await import(process.argv[1])
  await chromium.executablePath()
  await inflate(process.argv[2])
`

/** Only our fonts, so that text has the same width on every machine. */
const FONTS_CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts/fonts</dir>
</fontconfig>
`

/**
 * What is handed out is a script beside the binary, one for machines that have the NSS libraries and one that
 * brings them: two copies of NSS in one process do not mix, so ours are used only where there are none.
 */
const START_SCRIPTS = {
  'chromium-plain.sh': '',
  'chromium-with-libraries.sh': `export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n`,
}

/** @param {string} extra */
const startScript = extra => `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export FONTCONFIG_FILE="$here/fonts.conf"
${extra}exec "$here/chromium" "$@"
`

/** @param {string} root @param {string} folder */
const unpackInto = (root, folder) => {
  mkdirSync(folder, { recursive: true })
  const modulePath = pathToFileURL(join(root, PACKAGE, 'build/index.js')).href
  const libraries = join(root, PACKAGE, 'bin/al2023.tar.br')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', UNPACK, modulePath, libraries],
    { env: { ...process.env, TMPDIR: folder }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`the Chromium from npm could not be unpacked into ${folder}: ${stderr}`)
  writeFileSync(join(folder, 'fonts.conf'), FONTS_CONFIG)
  for (const [name, extra] of Object.entries(START_SCRIPTS)) {
    writeFileSync(join(folder, name), startScript(extra), { mode: 0o755 })
  }
}

/**
 * The programs to try, the plainest first; none on a machine this Chromium is not made for.
 * @param {string} root
 * @param {(text: string) => void} say
 * @returns {Promise<string[]>}
 */
export const bundledChromiums = async (root, say) => {
  const manifest = join(root, PACKAGE, 'package.json')
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(manifest)) return []
  const name = `chromium-${JSON.parse(readFileSync(manifest, 'utf8')).version}`
  const cache = join(root, '.cache')
  const folder = join(cache, name)
  if (!existsSync(folder)) {
    /** @param {number} pid */
    const onWait = pid => say(`Process ${pid} is unpacking Chromium; waiting for it to finish.`)
    await withLock(join(cache, 'chromium.lock'), onWait, () => {
      if (existsSync(folder)) return
      for (const old of readdirSync(cache).filter(entry => /^chromium-\d/.test(entry))) {
        rmSync(join(cache, old), { recursive: true, force: true })
      }
      const unfinished = `${folder}.unfinished`
      unpackInto(root, unfinished)
      renameSync(unfinished, folder)
    })
  }
  return Object.keys(START_SCRIPTS).map(script => join(folder, script))
}
