/**
 * Builds the page into dist/: the Svelte app, its workers, the guest view and the service worker (`web/app/sw.ts`, which gets
 * the list of files to keep). Nothing is fetched from anywhere but the page's own origin.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { collectNotices } from './scripts/notices.mjs'
import { manifest } from './web/app/manifest.ts'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** The licences shown under Settings: everything that reaches our users, from the lock file. */
const licences = (): Plugin => ({
  name: 'paddock-licences',
  apply: 'build',
  generateBundle() {
    const { packages, texts } = collectNotices()
    const notices = packages.map(({ name, version, licence, text }) => ({
      name,
      version,
      identifier: licence,
      text: text === null ? '' : (texts[text] ?? ''),
    }))
    this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(notices) })
  },
})

/**
 * `shared/` is pure by law, and in the library and what speaks to workers a module does nothing by being loaded: what
 * nothing uses stays out of the first load and of the workers, although the folder's index names it.
 */
const treeshake = {
  moduleSideEffects: [
    { test: /\/shared\/[\w-]+\/.+\.ts$/, sideEffects: false },
    // What speaks to workers, and the library; a worker's own file is run for what it does.
    { test: /\/web\/(workers|store)\/(?!.*\.worker\.ts$).+\.ts$/, sideEffects: false },
  ],
}

export default defineConfig({
  root: 'web',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would be a second kind of origin for the content security policy to allow.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // The guest view is a page of its own: a phone on plain http loads nothing of the library.
      input: ['index', 'guest'].map(name => fileURLToPath(new URL(`web/${name}.html`, import.meta.url))),
      treeshake,
    },
  },
  define: { __PADDOCK_VERSION__: JSON.stringify(version) },
  worker: { format: 'es', rolldownOptions: { treeshake } },
  server: { host: 'localhost', port: 7430, strictPort: true },
  plugins: [
    svelte(),
    licences(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'app',
      filename: 'sw.ts',
      injectRegister: null,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,woff2,svg,png,json,webmanifest}'],
        // Pictures the install dialog shows are never needed offline, and the guest view is served to other machines.
        globIgnores: ['**/screenshots/**', 'guest.html', 'assets/guest-*'],
      },
    }),
  ],
})
