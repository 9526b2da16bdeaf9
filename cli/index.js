/**
 * `node cli`, typed by hand. Plain JavaScript, because a Node older than 22.18 cannot read TypeScript at all:
 * given cli/main.ts it stops with its own ERR_UNKNOWN_FILE_EXTENSION before a line of ours runs. Here it gets
 * a sentence instead.
 */
if (process.features.typescript) {
  await import('./main.ts')
} else {
  console.error(
    `paddock: this is Node ${process.versions.node}, which cannot run Paddock's programs, so nothing was done: type "npm run paddock -- --help" in the Paddock folder, which brings a Node that can.`,
  )
  process.exitCode = 2
}
