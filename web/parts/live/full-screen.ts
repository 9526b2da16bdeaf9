/** Full screen for the whole page: a wall screen without the browser's frame. Absent on phones of one maker. */
export const canFullScreen = (): boolean => document.fullscreenEnabled === true

/** A browser that refuses leaves everything as it was. */
export const toggleFullScreen = async (): Promise<void> => {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen()
  await change.catch(() => undefined)
}
