/**
 * Starts a program in our place: its input and output are ours, signals sent to us reach it, and its end is
 * told as an exit code (128 + n when signal n ended it, as a shell does).
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const ORPHAN_POLL_MS = 500 // how long a program may outlive the npm it was started with; a look costs nothing

/** @type {NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @param {number | null} code @param {NodeJS.Signals | null} signal */
export const exitCodeOf = (code, signal) => code ?? 128 + (signal ? constants.signals[signal] : 0)

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} options
 * @returns {Promise<number>}
 */
export const run = (file, args, { cwd, env, stdio = 'inherit' }) =>
  new Promise((settle, fail) => {
    const child = spawn(file, args, { cwd, env, stdio })
    const forwards = FORWARDED.map(signal => {
      const forward = () => {
        // Ctrl-C in a terminal reaches the whole foreground group, the child included: a second copy from us
        // would look like the impatient second Ctrl-C that means "stop at once".
        if (signal === 'SIGINT' && process.stdin.isTTY) return
        child.kill(signal)
      }
      process.on(signal, forward)
      return /** @type {const} */ ([signal, forward])
    })
    // npm hands SIGTERM to the shell between it and us, and that shell (dash, for one) dies of it without telling
    // us. All we see is another parent. Windows keeps naming the dead one, so there this never fires.
    const parent = process.ppid
    const orphanWatch = setInterval(() => {
      if (process.ppid === parent || env.npm_lifecycle_event === undefined) return
      clearInterval(orphanWatch)
      child.kill('SIGTERM')
    }, ORPHAN_POLL_MS)
    const release = () => {
      clearInterval(orphanWatch)
      for (const [signal, forward] of forwards) process.off(signal, forward)
    }
    child.once('error', error => {
      release()
      fail(error)
    })
    child.once('exit', (code, signal) => {
      release()
      settle(exitCodeOf(code, signal))
    })
  })
