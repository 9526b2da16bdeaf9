/**
 * The lists behind the laws of the house: who may import whom, which packages are pure, how long a file may be.
 */

/** Top folder to the top folders it may import. A folder that is not listed here is not judged. */
export const MAY_IMPORT = {
  shared: ['shared'],
  node: ['node', 'shared'],
  web: ['web', 'shared'],
  relay: ['relay', 'node', 'shared'],
  'rig-bridge': ['rig-bridge', 'node', 'shared'],
  bot: ['bot', 'node', 'shared'],
  cli: ['cli', 'node', 'shared'],
  test: ['test', 'shared', 'node', 'web', 'relay', 'rig-bridge', 'bot', 'cli', 'scripts'],
  scripts: ['scripts'],
}

/** Tests look inside folders; the others go through a folder's index.ts. Scripts are loose files. */
export const WITHOUT_DOORS = ['test', 'scripts']

/** Tops that run on Node and may import its modules. */
export const ON_NODE = ['node', 'relay', 'rig-bridge', 'bot', 'cli', 'test', 'scripts']

/** Packages that need neither a DOM nor Node, so that the domain runs anywhere. A trailing slash is a scope. */
export const PURE_PACKAGES = [
  'yjs',
  'y-protocols',
  'lib0',
  '@ipld/dag-cbor',
  '@noble/',
  '@scure/bip39',
  '@uwdata/flechette',
  'papaparse',
  'zod',
  'fflate',
]

/** What the domain gets passed in. The rest of the outside (DOM, Node, timers) it cannot name: see tsconfig.shared.json. */
export const IMPURE = [
  { pattern: /\bDate\.now\b/g, word: 'Date.now' },
  { pattern: /\bnew\s+Date\s*(?:\(\s*\)|(?![\w\s(]))/g, word: 'new Date() without a time' },
  { pattern: /\bMath\.random\b/g, word: 'Math.random' },
]

/** A file has one idea; beyond this many lines it has had two. */
export const MAX_LINES = 350

/** A composition root only puts parts together; what needs more lines than this is a part. */
export const MAX_ROOT_LINES = 60

/**
 * Files that may be longer, each with the reason.
 * @type {Record<string, string>}
 */
export const LONG_FILES = {}
