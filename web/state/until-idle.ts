/** Waits until the first screen has long been drawn and nothing else is to do: for work that nobody waits for. */
const REST_MS = 1500

export const untilIdle = async (): Promise<void> => {
  await new Promise(resolve => setTimeout(resolve, REST_MS))
  if (!('requestIdleCallback' in globalThis)) return
  await new Promise(resolve => requestIdleCallback(resolve, { timeout: 3 * REST_MS }))
}
