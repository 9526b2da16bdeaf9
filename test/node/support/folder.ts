/** Temporary folders, gone after each test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const writeFiles = async (folder: string, files: Record<string, string | Buffer>): Promise<void> => {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

/** Compresses to next to nothing, and is larger than what is worth compressing. */
export const LONG_SCRIPT = `${'console.log("lap")\n'.repeat(400)}`

/** A small page as Vite would build it. */
export const BUILT_FILES: Record<string, string | Buffer> = {
  'index.html':
    '<!doctype html><title>Paddock</title><script type="module" src="/assets/index-AbCd_123.js"></script>',
  'sw.js': 'self.addEventListener("install", () => {})',
  'manifest.webmanifest': '{"name":"Paddock"}',
  'assets/index-AbCd_123.js': LONG_SCRIPT,
  'assets/inter-DEFG5678.woff2': Buffer.alloc(2048, 7),
  'assets/trees-zzzz9999.wasm': Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
  'assets/plain.css': 'body{margin:0}',
  'icons/icon 192.png': Buffer.from([0x89, 0x50]),
}

export const builtPage = async (): Promise<string> => {
  const folder = temporaryFolder()
  await writeFiles(folder, BUILT_FILES)
  return folder
}
