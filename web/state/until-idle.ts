/** Work that nobody waits for begins when nothing else is to do. */

/** Long enough for the first screen to have been drawn. */
const REST_MS = 1500
/** Where the browser does not say when it is idle. */
const BLIND_MS = 1000

/** Waits until the page is idle, or for so long at most. */
export const untilIdle = (patienceMs: number): Promise<void> =>
  new Promise(resolve => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: patienceMs })
    else setTimeout(resolve, BLIND_MS)
  })

/** Waits until the first screen has long been drawn, and then until the page is idle. */
export const untilRested = async (): Promise<void> => {
  await new Promise(resolve => setTimeout(resolve, REST_MS))
  await untilIdle(3 * REST_MS)
}
