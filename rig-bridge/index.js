/**
 * `node rig-bridge`, which is also what `npm run rig` starts. Plain JavaScript, for two reasons.
 *
 * A Node older than 22.18 cannot read TypeScript at all: given rig-bridge/main.ts it stops with its own
 * ERR_UNKNOWN_FILE_EXTENSION before a line of ours runs. Here it gets a sentence instead.
 *
 * And the cache of compiled modules must be on before the first TypeScript is read. With it the translator is never
 * loaded: the program starts three times as fast and takes 24 MB less for each of its threads.
 */
import module from 'node:module'
import { fileURLToPath } from 'node:url'

if (process.features.typescript) {
  module.enableCompileCache(fileURLToPath(new URL('../.cache/compiled', import.meta.url)))
  // Threads follow the environment. Without a folder that can be written all works, slower.
  const cache = module.getCompileCacheDir()
  if (cache !== undefined) process.env.NODE_COMPILE_CACHE ??= cache
  await import('./main.ts')
} else {
  console.error(
    `paddock rig-bridge: this is Node ${process.versions.node}, which cannot run Paddock's programs, so nothing was started: type "npm run rig" in the Paddock folder, which brings a Node that can.`,
  )
  process.exitCode = 2
}
