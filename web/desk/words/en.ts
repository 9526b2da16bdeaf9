/** All words of the analysis desk, in English. */
import { frameWords } from './en-frame.ts'
import { linesWords } from './en-lines.ts'
import { partWords } from './en-parts.ts'

export const en = {
  ...partWords,
  frame: frameWords,
  lines: linesWords,
  /** Of the canonical channels, where the language is not that of the channels themselves. */
  channels: {} as Readonly<Record<string, string>>,
}

export type DeskWords = typeof en
