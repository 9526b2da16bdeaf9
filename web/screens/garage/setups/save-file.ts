/** A setup as the file it came in, for the game to read. Its text is written as UTF-8, whatever it was before. */
import type { Setup } from '#shared/lap'

export const saveSetupFile = ({ fileName, text }: Pick<Setup, 'fileName' | 'text'>): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has taken hold of the bytes once the click is over.
  setTimeout(() => URL.revokeObjectURL(url))
}
