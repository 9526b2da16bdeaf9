/** All words of the analysis desk, in German. */
import { channelWords } from './de-channels.ts'
import { frameWords } from './de-frame.ts'
import { linesWords } from './de-lines.ts'
import { partWords } from './de-parts.ts'
import type { DeskWords } from './en.ts'

export const de: DeskWords = { ...partWords, frame: frameWords, lines: linesWords, channels: channelWords }
