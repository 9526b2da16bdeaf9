/**
 * The one door of the project: every npm script is `node scripts/bootstrap.mjs <task> [arguments]`.
 *
 * This file must parse on any Node that knows modules, so that an old one gets a sentence instead of a syntax
 * error; everything else is loaded only once the version is known to be new enough.
 */

const OLDEST_MAJOR = 20 // the oldest Node whose npm reads our lock file and which still gets security fixes

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  console.error(
    'Paddock needs Node ' +
      OLDEST_MAJOR +
      ' or newer to start, and this is ' +
      process.versions.node +
      '; nothing was changed, install a newer Node and run the same command again.',
  )
  process.exitCode = 1
} else {
  import('./bootstrap/start.mjs').then(({ start }) => start(process.argv.slice(2)))
}
