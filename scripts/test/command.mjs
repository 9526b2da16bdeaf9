/**
 * Runs one command of a stage with a limit on its time, and ends everything it started when the limit passes or
 * when we are asked to end; commands run side by side all end before we do.
 *
 * A command leads a process group of its own, so that one signal reaches its children too. A browser leads
 * another group; it is found by its parent while the parents still live.
 */
import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { familyOf, isRunning } from '../bootstrap/processes.mjs'
import { exitCodeOf } from '../bootstrap/run.mjs'

const GRACE_MS = 3000 // time for a runner to close its browser and servers after being asked to end
const POLL_MS = 50

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @typedef {{ code: number, hung: boolean, output: string }} CommandResult output: only when it was captured */

/** @param {number} pid @param {NodeJS.Signals} signal negative pid: a group */
const signalQuietly = (pid, signal) => {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended already.
  }
}

/**
 * Asks them all to end, and ends those that do not within the grace.
 * @param {number} pid the leader of the group
 * @param {number} graceMs
 */
const endFamily = async (pid, graceMs) => {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    return
  }
  const family = familyOf(pid)
  signalQuietly(-pid, 'SIGTERM')
  const deadline = performance.now() + graceMs
  while (family.some(isRunning) && performance.now() < deadline) await pause(POLL_MS)
  for (const member of family.filter(isRunning)) signalQuietly(member, 'SIGKILL')
}

/** How to end each command that runs now. @type {Set<() => Promise<void>>} */
const endings = new Set()

/** @param {NodeJS.Signals} signal */
const interrupt = async signal => {
  await Promise.all([...endings].map(end => end()))
  process.exit(exitCodeOf(null, signal))
}

/** Signals are ours only while a command runs. @param {() => Promise<void>} end @returns {() => void} over */
const endWithUs = end => {
  if (endings.size === 0) for (const signal of SIGNALS) process.once(signal, interrupt)
  endings.add(end)
  return () => {
    endings.delete(end)
    if (endings.size === 0) for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, limitMs: number, graceMs?: number, capture?: boolean, onOutput?: (text: string) => void }} options
 *   onOutput: told what is captured, as it comes
 * @returns {Promise<CommandResult>}
 */
export const runCommand = (
  file,
  args,
  { cwd, env, limitMs, graceMs = GRACE_MS, capture = false, onOutput },
) =>
  new Promise((settle, fail) => {
    const child = spawn(file, args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
    })
    let output = ''
    let hung = false
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        output += text
        onOutput?.(text)
      })
    }
    const end = async () => {
      if (child.pid !== undefined) await endFamily(child.pid, graceMs)
    }
    const limit = setTimeout(() => {
      hung = true
      void end()
    }, limitMs)
    const over = endWithUs(end)
    const release = () => {
      clearTimeout(limit)
      over()
    }
    child.once('error', error => {
      release()
      fail(error)
    })
    // A server that a test forgot would hold our pipes open and its port for ever.
    child.once('exit', () => {
      if (child.pid !== undefined && process.platform !== 'win32') signalQuietly(-child.pid, 'SIGTERM')
    })
    child.once('close', (code, signal) => {
      release()
      settle({ code: exitCodeOf(code, signal), hung, output })
    })
  })
