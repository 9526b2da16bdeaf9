/**
 * Runs one command of a stage with a limit on its time, and ends everything it started when the limit passes.
 *
 * The command leads a process group of its own, so that one signal reaches its children too. A browser leads
 * another group; it is found by its parent while the parents still live.
 */
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { isRunning } from '../bootstrap/lock.mjs'
import { exitCodeOf } from '../bootstrap/run.mjs'

const GRACE_MS = 3000 // time for a runner to close its browser and servers after being asked to end
const POLL_MS = 50

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @typedef {{ code: number, hung: boolean, output: string }} CommandResult output: only when it was captured */

/** @param {number} pid @returns {number[]} the process and everything it started, on Linux; elsewhere itself */
const familyOf = pid => {
  if (process.platform !== 'linux') return [pid]
  /** @type {Map<number, number[]>} */
  const childrenOf = new Map()
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
    } catch {
      // It ended while we were reading.
    }
  }
  /** @type {number[]} */
  const family = [pid]
  for (const member of family) family.push(...(childrenOf.get(member) ?? []))
  return family
}

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
 */
const endFamily = async pid => {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    return
  }
  const family = familyOf(pid)
  signalQuietly(-pid, 'SIGTERM')
  const deadline = performance.now() + GRACE_MS
  while (family.some(isRunning) && performance.now() < deadline) await pause(POLL_MS)
  for (const member of family.filter(isRunning)) signalQuietly(member, 'SIGKILL')
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, limitMs: number, capture?: boolean }} options
 * @returns {Promise<CommandResult>}
 */
export const runCommand = (file, args, { cwd, env, limitMs, capture = false }) =>
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
      })
    }
    const end = async () => {
      if (child.pid !== undefined) await endFamily(child.pid)
    }
    const limit = setTimeout(() => {
      hung = true
      void end()
    }, limitMs)
    /** @param {NodeJS.Signals} signal */
    const interrupt = async signal => {
      await end()
      process.exit(exitCodeOf(null, signal))
    }
    for (const signal of SIGNALS) process.once(signal, interrupt)
    const release = () => {
      clearTimeout(limit)
      for (const signal of SIGNALS) process.off(signal, interrupt)
    }
    child.once('error', error => {
      release()
      fail(error)
    })
    child.once('close', (code, signal) => {
      release()
      settle({ code: exitCodeOf(code, signal), hung, output })
    })
  })
