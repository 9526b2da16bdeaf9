/**
 * A small window that stays above the game, where the browser has such windows (Chrome and Edge on a desktop).
 *
 * The window is a page of its own under the same policy, so its styles are the same files linked again. It closes with
 * whoever opened it.
 */
interface PictureWindows {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}

const pictureWindows = (): PictureWindows | null =>
  (globalThis as { documentPictureInPicture?: PictureWindows }).documentPictureInPicture ?? null

export const canOverlay = (): boolean => pictureWindows() !== null

/** `fill` draws into the body and answers what ends the drawing. Null when the browser refused. */
export const openOverlay = async (
  fill: (body: HTMLElement) => () => void,
  onclosed: () => void,
): Promise<(() => void) | null> => {
  const opened = await pictureWindows()
    ?.requestWindow({ width: 440, height: 250 })
    .catch(() => null)
  if (!opened) return null
  const { document: page } = opened
  dress(page)
  const end = fill(page.body)
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    end()
    onclosed()
    opened.close()
  }
  opened.addEventListener('pagehide', close)
  return close
}

const dress = (page: Document): void => {
  const { lang, dataset } = document.documentElement
  page.documentElement.lang = lang
  page.title = document.title
  Object.assign(page.documentElement.dataset, dataset)
  for (const sheet of document.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style')) {
    const copy = page.importNode(sheet, true)
    if (sheet instanceof HTMLLinkElement && copy instanceof HTMLLinkElement) copy.href = sheet.href
    page.head.append(copy)
  }
}
