/**
 * Files that another app shared with Paddock, between the service worker, which gets them, and the page, which
 * asks before it imports them: any site can post a form to the same address, so nothing is imported unasked.
 *
 * One share is some entries of one cache under `/shared/<share>/<n>`; the file's name and time are headers.
 * Limits: a share holds at most MAX_FILES and MAX_BYTES; shares older than KEPT_MS are removed with the next.
 */
const CACHE = 'paddock-shared'
const MAX_FILES = 50
const MAX_BYTES = 1024 ** 3
/** Until tomorrow: somebody may share at the track and open Paddock at home. */
const KEPT_MS = 86_400_000

const NAME = 'x-file-name'
const MODIFIED = 'x-file-modified'
const SHARED_AT = 'x-shared-at'

/** A share's name in the address: made here, so anything else is no share. */
const isShareName = (name: string): boolean => /^[0-9a-f]{16}$/.test(name)

const newShareName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('')

/** Keeps the files of a shared form and answers the share's name; null when it holds none that fit. */
export const keepShare = async (form: FormData, now: number): Promise<string | null> => {
  const cache = await caches.open(CACHE)
  await dropOldShares(cache, now)
  const files = [...form.values()].filter(value => value instanceof File).slice(0, MAX_FILES)
  if (files.length === 0 || files.reduce((sum, file) => sum + file.size, 0) > MAX_BYTES) return null
  const share = newShareName()
  for (const [n, file] of files.entries()) {
    const headers = {
      [NAME]: encodeURIComponent(file.name),
      [MODIFIED]: String(file.lastModified),
      [SHARED_AT]: String(now),
    }
    await cache.put(`/shared/${share}/${n}`, new Response(file, { headers }))
  }
  return share
}

/** The files of a share in their order; empty when there is no such share (any more). */
export const readShare = async (share: string): Promise<readonly File[]> => {
  if (!('caches' in globalThis) || !isShareName(share)) return []
  const cache = await caches.open(CACHE)
  const files: File[] = []
  for (const request of await keysOf(cache, share)) {
    const response = await cache.match(request)
    if (response) files.push(await responseToFile(response))
  }
  return files
}

export const dropShare = async (share: string): Promise<void> => {
  if (!('caches' in globalThis) || !isShareName(share)) return
  const cache = await caches.open(CACHE)
  for (const request of await keysOf(cache, share)) await cache.delete(request)
}

const keysOf = async (cache: Cache, share: string): Promise<readonly Request[]> =>
  (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(`/shared/${share}/`))

const responseToFile = async (response: Response): Promise<File> => {
  const name = decodeURIComponent(response.headers.get(NAME) ?? '') || 'shared'
  const lastModified = Number(response.headers.get(MODIFIED)) || 0
  return new File([await response.blob()], name, { lastModified })
}

const dropOldShares = async (cache: Cache, now: number): Promise<void> => {
  for (const request of await cache.keys()) {
    const sharedAt = Number((await cache.match(request))?.headers.get(SHARED_AT))
    if (!(Math.abs(now - sharedAt) < KEPT_MS)) await cache.delete(request)
  }
}
