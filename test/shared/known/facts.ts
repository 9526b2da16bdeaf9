/** Tables of facts and files of other people, which lie beside the project and are read in place. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SHARED = fileURLToPath(new URL('../../../../shared/', import.meta.url))

/** A test that needs something beside the project, or one that says it was not there. */
export const testWith = (name: string, path: string, run: () => void | Promise<void>): void => {
  if (existsSync(SHARED + path)) test(name, run)
  else {
    test(`${name}: not checked, ${path} is not beside this project`, () => {
      expect(existsSync(SHARED + path)).toBe(false)
    })
  }
}

export const factsOf = <T>(file: string): T => JSON.parse(readFileSync(`${SHARED}facts/${file}`, 'utf8'))

export const filesIn = (folder: string): string[] => readdirSync(SHARED + folder).sort()

export const bytesOf = (path: string): Uint8Array => readFileSync(SHARED + path)

/** Result files of ACC are UTF-16 without a mark, or what people saved them as. */
export const jsonOf = (path: string): unknown => {
  const bytes = bytesOf(path)
  const wide = bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe)
  const text = new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes)
  return JSON.parse(text.replace(/\0+$/, ''))
}
