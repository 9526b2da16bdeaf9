/// <reference lib="webworker" />
/**
 * The service worker: keeps the whole page on the device, so that it opens with no network from the first
 * visit on.
 *
 * Invariants:
 * - One cache per build ("generation"). A generation is complete or absent: a failed download deletes it.
 * - A waiting generation takes over only when a page asks for it, never under somebody at work.
 * - The generation before is kept after an update, because a tab that still runs the old page may load its
 *   screens and workers only now. Older ones are deleted.
 * - Files shared from another app are kept and the page is opened, which asks about them.
 * - Any other request that is not GET, other origins and programs behind the same origin (/api, /rig, /signal,
 *   /paddock) are none of its business.
 */
import { keepShare } from '#web/shares'

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[]
}

const files = self.__WB_MANIFEST
const PREFIX = 'paddock-page-'
/** Kept beside the files, so that generations can be put in order. */
const BORN = '/__born'
const NOT_OURS = /^\/(api|rig|signal|paddock)(\/|$)/

const generationName = (): string => {
  let hash = 0
  for (const { url, revision } of files)
    for (const char of `${url}@${revision ?? ''};`) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0
  return PREFIX + (hash >>> 0).toString(16)
}

const current = generationName()

/** A hashed file never changes under its name, so an older generation's copy is as good as a download. */
const fetchFile = async (url: string, revision: string | null): Promise<Response> => {
  const kept = revision === null ? await caches.match(url) : undefined
  if (kept) return kept
  const response = await fetch(new Request(url, { cache: 'no-cache' }))
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response
}

const install = async (): Promise<void> => {
  const cache = await caches.open(current)
  try {
    await Promise.all(
      files.map(async ({ url, revision }) => cache.put(`/${url}`, await fetchFile(`/${url}`, revision))),
    )
    await cache.put(BORN, new Response(String(Date.now())))
  } catch (error) {
    await caches.delete(current)
    throw error
  }
}

const bornAt = async (name: string): Promise<number> => {
  const born = await (await caches.open(name)).match(BORN)
  return born ? Number(await born.text()) : 0
}

const generationsOldestFirst = async (): Promise<string[]> => {
  const names = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== current)
  const dated = await Promise.all(names.map(async name => ({ name, born: await bornAt(name) })))
  return dated.sort((a, b) => a.born - b.born).map(({ name }) => name)
}

const activate = async (): Promise<void> => {
  const older = await generationsOldestFirst()
  await Promise.all(older.slice(0, -1).map(name => caches.delete(name)))
  await self.clients.claim()
}

const answer = async (request: Request, path: string): Promise<Response> => {
  const cache = await caches.open(current)
  const page = request.mode === 'navigate' ? '/index.html' : path
  return (await cache.match(page)) ?? (await caches.match(page)) ?? fetch(request)
}

/** Of a share nothing can be kept of, the page says so. */
const takeShare = async (request: Request): Promise<Response> => {
  const share = await keepShare(await request.formData(), Date.now()).catch(() => null)
  return Response.redirect(`/import?shared=${share ?? 'none'}`, 303)
}

self.addEventListener('install', event => event.waitUntil(install()))
self.addEventListener('activate', event => event.waitUntil(activate()))
self.addEventListener('message', event => {
  if (event.data === 'take over') void self.skipWaiting()
})
self.addEventListener('fetch', event => {
  const url = new URL(event.request.url)
  if (event.request.method === 'POST' && url.origin === self.location.origin && url.pathname === '/import') {
    event.respondWith(takeShare(event.request))
    return
  }
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || NOT_OURS.test(url.pathname))
    return
  event.respondWith(answer(event.request, url.pathname))
})
