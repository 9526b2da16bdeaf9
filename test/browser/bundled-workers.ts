/**
 * Serves each worker of the page as one file in component tests, as a build does.
 *
 * Loaded module by module a worker asks the development server for 150 files at every start: more than a second
 * of two processes' time, for each of the hundred workers the tests start. A worker is bundled at its first start
 * and kept for the run; nothing a test mocks reaches into a worker, so nothing is lost.
 */
import { build, type Plugin, type Rolldown } from 'vite'

const isWorker = /\.worker\.ts\?.*worker_file/

const bundle = async (entry: string): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['browser'] },
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: entry, output: { format: 'es', codeSplitting: false } },
    },
  })
  const { output } = built as Rolldown.RolldownOutput
  return output[0].code
}

export const bundledWorkers = (): Plugin => {
  const bundles = new Map<string, Promise<string>>()
  return {
    name: 'paddock-bundled-workers',
    enforce: 'pre',
    load: {
      filter: { id: isWorker },
      async handler(id) {
        const entry = id.replace(/\?.*$/, '')
        const code = bundles.get(entry) ?? bundle(entry)
        bundles.set(entry, code)
        return { code: await code, map: null }
      },
    },
  }
}
