/**
 * The test projects: `node` (pure code and Node adapters), `component` (Svelte in a real browser) and `e2e`
 * (the built app in a real browser, driven from Node). Time zone and locale are fixed so that a failing
 * test fails everywhere.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { bundledWorkers } from './test/browser/bundled-workers.ts'
import { cachedModules } from './test/browser/cached-modules.ts'
import { CHROMIUM_ARGS, CHROMIUM_PERMISSIONS } from './test/browser/chromium-args.ts'
import { InTimeFirst } from './test/browser/in-time-first.ts'

process.env.TZ = 'UTC'
process.env.LC_ALL = 'C.UTF-8'

/**
 * Node runs our sources as they are. Vite's own runner would turn every use of an import into a look-up in the module it
 * is from, which costs the readers' loops a third of their speed.
 */
const NATIVE = { viteModuleRunner: false }

export default defineConfig({
  test: {
    sequence: { sequencer: InTimeFirst },
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts', 'test/e2e/**'],
          testTimeout: 20_000,
          experimental: NATIVE,
        },
      },
      {
        plugins: [svelte(), bundledWorkers(), cachedModules()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'component',
          include: ['test/**/*.browser.test.ts'],
          testTimeout: 20_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
                args: CHROMIUM_ARGS,
              },
              contextOptions: { permissions: CHROMIUM_PERMISSIONS },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          experimental: NATIVE,
        },
      },
    ],
  },
})
