/**
 * A setup file to its values, by what is in it and not by its name. Whatever is neither ACC's nor AC's is kept as
 * text, as people write notes. Never throws; limit: 256 kB, fifty times the largest setup there is.
 */
import { acSetupOf } from './ac.ts'
import { accSetupOf } from './acc.ts'
import { decodeSetup } from './decode.ts'
import type { SetupReading } from './model.ts'

export const MAX_SETUP_BYTES = 256 * 1024

export const readSetup = (content: Uint8Array | string): SetupReading => {
  // A letter of a string is a byte at least.
  if (content.length > MAX_SETUP_BYTES) return { kind: 'refused', reason: 'too-large' }
  const text = typeof content === 'string' ? content : decodeSetup(content)
  if (text === null) return { kind: 'refused', reason: 'no-text' }
  if (text.trim() === '') return { kind: 'refused', reason: 'empty' }
  const acc = accSetupOf(parsed(text))
  if (acc) return { kind: 'acc', ...acc }
  const ac = acSetupOf(text)
  return ac ? { kind: 'ac', ...ac } : { kind: 'text', text }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
