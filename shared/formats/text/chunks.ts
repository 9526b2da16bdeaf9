/** Text that grows line by line and is wanted as UTF-8 bytes, without ever being one long string. */

export interface Chunks {
  add(text: string): void
  bytes(): Uint8Array<ArrayBuffer>
}

export const buildChunks = (): Chunks => {
  let buffer = new Uint8Array(1 << 16)
  let length = 0
  const room = (more: number): void => {
    if (length + more <= buffer.length) return
    const longer = new Uint8Array(Math.max(2 * buffer.length, length + more))
    longer.set(buffer.subarray(0, length))
    buffer = longer
  }
  return {
    add(text) {
      // A UTF-16 unit takes at most three bytes of UTF-8.
      room(3 * text.length)
      for (const letter of text) {
        const code = letter.codePointAt(0)!
        if (code < 0x80) buffer[length++] = code
        else length = writeLong(buffer, length, code >= 0xd800 && code < 0xe000 ? 0xfffd : code)
      }
    },
    bytes: () => buffer.slice(0, length),
  }
}

const writeLong = (buffer: Uint8Array, at: number, code: number): number => {
  const length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  for (let k = length - 1; k > 0; k--) buffer[at + k] = 0x80 | ((code >> (6 * (length - 1 - k))) & 0x3f)
  buffer[at] = ((0xf00 >> length) & 0xff) | (code >> (6 * (length - 1)))
  return at + length
}
