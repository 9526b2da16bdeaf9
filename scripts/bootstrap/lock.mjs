/**
 * A lock file that lets one process of this machine at a time do something slow (install, build, unpack).
 *
 * Invariants: the file is created exclusively and says who holds it; a lock whose process is gone is broken by
 * exactly one waiter. Limit: processes are judged by id and birth, so two containers that share the folder but
 * not their process table do not see each other.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isRunning, statOf } from './processes.mjs'

const POLL_MS = 100 // short against an install (seconds), long against a look at one file (microseconds)
const HALF_WRITTEN_MS = 5000 // creating and filling the file takes well under a millisecond; older means a crash

/** @typedef {{ pid: number, birth: string, startedAt: string }} Holder */

/**
 * When a process was born, so that a reused id is not taken for the holder. Off Linux the id has to do.
 * @param {number} pid
 */
const birthOf = pid => statOf(pid)?.birth ?? ''

/** @param {string} text @returns {Holder | null} */
const parseHolder = text => {
  try {
    const { pid, birth, startedAt } = JSON.parse(text)
    return Number.isInteger(pid) && pid > 0
      ? { pid, birth: String(birth), startedAt: String(startedAt) }
      : null
  } catch {
    return null
  }
}

/** @param {string} path @returns {{ text: string, ageMs: number } | null} */
const look = path => {
  try {
    return { text: readFileSync(path, 'utf8'), ageMs: Date.now() - statSync(path).mtimeMs }
  } catch {
    return null
  }
}

/** @param {{ text: string, ageMs: number }} seen */
const isAbandoned = ({ text, ageMs }) => {
  const holder = parseHolder(text)
  if (!holder) return ageMs > HALF_WRITTEN_MS
  return !isRunning(holder.pid) || holder.birth !== birthOf(holder.pid)
}

/** @param {string} path @param {string} text @returns {boolean} false when the file is already there */
const createExclusively = (path, text) => {
  let file
  try {
    file = openSync(path, 'wx')
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    // Windows answers EPERM for a name whose deletion is still under way.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false
    throw error
  }
  try {
    writeSync(file, text)
  } finally {
    closeSync(file)
  }
  return true
}

/**
 * Removes an abandoned lock. Two waiters may both have judged it abandoned; the second must not remove the lock
 * the first has taken since, so removing happens under a lock of its own, after another look.
 * @param {string} path
 */
const breakAbandoned = path => {
  const guard = `${path}.breaking`
  if (!createExclusively(guard, String(process.pid))) {
    const seen = look(guard)
    if (seen && seen.ageMs > HALF_WRITTEN_MS) rmSync(guard, { force: true })
    return
  }
  try {
    const seen = look(path)
    if (seen && isAbandoned(seen)) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

/**
 * Does `work` while holding the lock at `path`, waiting for it if need be.
 * @template T
 * @param {string} path
 * @param {(pid: number) => void} onWait called once, with the process that holds the lock, when we must wait
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export const withLock = async (path, onWait, work) => {
  mkdirSync(dirname(path), { recursive: true })
  const holder = { pid: process.pid, birth: birthOf(process.pid), startedAt: new Date().toISOString() }
  let told = false
  while (!createExclusively(path, `${JSON.stringify(holder)}\n`)) {
    const seen = look(path)
    if (!seen) continue
    if (isAbandoned(seen)) {
      breakAbandoned(path)
    } else if (!told) {
      told = true
      onWait(parseHolder(seen.text)?.pid ?? 0)
    }
    await pause(POLL_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}
