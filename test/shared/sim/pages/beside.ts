/** Facts and page dumps that lie beside the project and are read in place; tests say so where they do not. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const BESIDE = fileURLToPath(new URL('../../../../../shared/', import.meta.url))

export const readBeside = (path: string): Buffer => readFileSync(BESIDE + path)

/** A suite about a file beside the project, or one test that says it was not there. */
export const describeBeside = (path: string, suite: () => void): void => {
  const isThere = existsSync(BESIDE + path)
  if (isThere) describe(path, suite)
  else test(`${path} was not checked: it is not beside this project`, () => expect(isThere).toBe(false))
}
