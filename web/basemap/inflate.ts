/**
 * Gzip with a limit: a few kilobytes can claim to be gigabytes, and everything here is decoded in the page. Stops reading
 * as soon as the limit is passed.
 */
export class TooLarge extends Error {}

export const inflate = async (bytes: ArrayBuffer, mostBytes: number): Promise<ArrayBuffer> => {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (!value) break
    size += value.length
    if (size > mostBytes) {
      await reader.cancel()
      throw new TooLarge()
    }
    parts.push(new Uint8Array(value))
  }
  return new Blob(parts).arrayBuffer()
}
