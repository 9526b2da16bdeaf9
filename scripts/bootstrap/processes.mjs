/**
 * Which processes live, when they were born and what they started. Births and families are known on Linux only,
 * from /proc.
 */
import { readdirSync, readFileSync } from 'node:fs'

/** @typedef {{ state: string, parent: number, birth: string }} ProcessStat */

/** @param {number | string} pid @returns {ProcessStat | null} null when it is gone, or off Linux */
export const statOf = pid => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets, which may hold spaces and brackets of its own.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', parent: Number(fields[1]), birth: fields[19] ?? '' }
  } catch {
    return null
  }
}

/** @param {number} pid */
export const isRunning = pid => {
  try {
    process.kill(pid, 0)
    // Dead but not yet collected by its parent; in a container without an init that lasts for ever.
    return statOf(pid)?.state !== 'Z'
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM' // alive, but somebody else's
  }
}

/** @param {number} pid @returns {number[]} the process and everything it started that still has its parent */
export const familyOf = pid => {
  if (process.platform !== 'linux') return [pid]
  /** @type {Map<number, number[]>} */
  const childrenOf = new Map()
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    const parent = statOf(name)?.parent
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
  }
  const family = [pid]
  for (const member of family) family.push(...(childrenOf.get(member) ?? []))
  return family
}
