/**
 * Lets the browser keep the modules of a run of component tests.
 *
 * The development server asks the browser to ask again for every module at every load, and a page of tests loads some
 * hundreds of them anew. Nothing changes while the tests run, so what was sent once is good until they end; the browser's
 * profile, and the cache in it, end with them. Only modules: pages of the test runner itself are different each time.
 */
import type { ServerResponse } from 'node:http'
import type { Plugin } from 'vite'

const MODULE = /\.(?:ts|js|mjs|svelte|css|json)(?:$|\?)/
const RUNNERS_OWN = /^\/(?:__vitest|@vite\/client)/
const WHOLE_RUN = 'max-age=7200, immutable'

const keepLong = (response: ServerResponse): void => {
  const setHeader = response.setHeader.bind(response)
  response.setHeader = (name, value) =>
    setHeader(name, name.toLowerCase() === 'cache-control' && value === 'no-cache' ? WHOLE_RUN : value)
}

export const cachedModules = (): Plugin => ({
  name: 'paddock-cached-modules',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const { url = '' } = request
      if (MODULE.test(url) && !RUNNERS_OWN.test(url)) keepLong(response)
      next()
    })
  },
})
