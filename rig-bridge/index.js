/**
 * `node rig-bridge`, typed by hand. Plain JavaScript, because a Node older than 22.18 cannot read TypeScript at all:
 * given rig-bridge/main.ts it stops with its own ERR_UNKNOWN_FILE_EXTENSION before a line of ours runs. Here it gets
 * a sentence instead.
 */
if (process.features.typescript) {
  await import('./main.ts')
} else {
  console.error(
    `paddock rig-bridge: this is Node ${process.versions.node}, which cannot run Paddock's programs, so nothing was started: type "npm run rig" in the Paddock folder, which brings a Node that can.`,
  )
  process.exitCode = 2
}
