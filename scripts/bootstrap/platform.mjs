/**
 * What kind of machine this is, in the words npm uses to choose packages: os, cpu and, on Linux, libc.
 */

/** @typedef {{ os: string, cpu: string, libc: 'glibc' | 'musl' | '' }} Platform */

/** @returns {Platform['libc']} */
const libcOf = () => {
  if (process.platform !== 'linux' || !process.report) return ''
  // Without this the report looks up the names of open connections, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true })
  const { header } = /** @type {{ header: Record<string, unknown> }} */ (process.report.getReport())
  return header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** @returns {Platform} */
export const currentPlatform = () => ({ os: process.platform, cpu: process.arch, libc: libcOf() })

/**
 * Whether a package restricted by npm's `os`, `cpu` and `libc` fields is meant for a platform.
 * @param {{ os?: string | string[], cpu?: string | string[], libc?: string | string[] }} entry
 * @param {Platform} platform
 */
export const isForPlatform = (entry, platform) =>
  allows(entry.os, platform.os) && allows(entry.cpu, platform.cpu) && allows(entry.libc, platform.libc)

/** @param {string | string[] | undefined} rule @param {string} value */
const allows = (rule, value) => {
  const names = rule === undefined ? [] : [rule].flat()
  const wanted = names.filter(name => !name.startsWith('!'))
  return !names.includes(`!${value}`) && (wanted.length === 0 || wanted.includes(value))
}
