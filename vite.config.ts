/**
 * Builds the page into dist/: the Svelte app, its workers and the service worker (`web/app/sw.ts`, which gets
 * the list of files to keep). Nothing is fetched from anywhere but the page's own origin.
 */
import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { manifest } from './web/app/manifest.ts'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
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
    license: { fileName: 'licences.json' },
  },
  define: { __PADDOCK_VERSION__: JSON.stringify(version) },
  worker: { format: 'es' },
  server: { host: 'localhost', port: 7430, strictPort: true },
  plugins: [
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'app',
      filename: 'sw.ts',
      injectRegister: null,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,woff2,svg,png,json,webmanifest}'],
        // Pictures the install dialog shows; never needed offline.
        globIgnores: ['**/screenshots/**'],
      },
    }),
  ],
})
