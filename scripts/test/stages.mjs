/**
 * The stages of `npm test`, in the order they are taken, each with the wall budget it should stay in on two slow
 * cores while another stage runs beside it. Two of them that drive a browser want
 * more than two cores: `component` comes last, when `browser` is nearly done, and gets all of them.
 */
import { buildPageIfStale } from '../bootstrap/page.mjs'
import { NOTHING } from './report.mjs'
import { runStatic } from './static-stage.mjs'
import { allButOtherStages, logicFilters, vitestStage } from './vitest-stage.mjs'

/**
 * @typedef {object} StageContext
 * @property {string} name the stage's
 * @property {string} root
 * @property {string} node
 * @property {NodeJS.ProcessEnv} env
 * @property {string[]} args what the user typed after the stage's name
 * @property {(text: string) => void} say prints a line
 * @property {((text: string) => void) | undefined} onOutput gets what its commands print; without it they print themselves
 * @property {number} limitMs
 * @property {number} cores how many it may keep busy
 */
/**
 * @typedef {object} StageOutcome
 * @property {'ran'} kind
 * @property {import('./report.mjs').Counts} counts
 * @property {readonly string[]} failures a line each
 * @property {boolean} hung
 * @property {string} [note]
 */
/** @typedef {{ name: string, budgetS: number } & (StageOutcome & { seconds: number } | { kind: 'not-run', why: string })} StageResult */
/** @typedef {{ name: string, budgetS: number, about: string, needsBrowser?: true, run: (context: StageContext) => Promise<StageOutcome> }} Stage */

const endToEnd = vitestStage({ project: 'e2e', folder: 'test/e2e', files: /\.e2e\.ts$/, oneByOne: true })

/** @type {readonly Stage[]} */
export const STAGES = [
  {
    name: 'static',
    budgetS: 90,
    about: 'format, lint, laws, types, notices',
    run: runStatic,
  },
  {
    name: 'browser',
    budgetS: 420,
    about: 'the built page in a real browser',
    needsBrowser: true,
    run: async context => {
      const code = await buildPageIfStale(context)
      if (code === 0) return endToEnd(context)
      return {
        kind: 'ran',
        counts: { ...NOTHING, failed: 1 },
        failures: ['the page could not be built'],
        hung: false,
      }
    },
  },
  {
    name: 'node',
    budgetS: 240,
    about: 'the programs and what they stand on, on Node',
    run: vitestStage({
      project: 'node',
      folder: 'test',
      files: /\.test\.ts$/,
      filters: allButOtherStages,
      waitsMuch: true,
    }),
  },
  {
    name: 'logic',
    budgetS: 150,
    about: "the domain and the page's logic, which need no machine",
    run: vitestStage({
      project: 'node',
      folder: 'test/shared',
      files: /\.test\.ts$/,
      filters: logicFilters,
      sharesProcess: true,
    }),
  },
  {
    name: 'interop',
    budgetS: 60,
    about: "other people's software and files",
    run: vitestStage({
      project: 'node',
      folder: 'test/interop',
      files: /\.test\.ts$/,
      filters: () => ['test/interop/'],
    }),
  },
  {
    name: 'component',
    budgetS: 300,
    about: 'components in a real browser',
    needsBrowser: true,
    run: vitestStage({ project: 'component', folder: 'test', files: /\.browser\.test\.ts$/ }),
  },
]
