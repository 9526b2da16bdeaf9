/** Every command of `paddock`, in the order of its help. */
import type { Command } from '#cli/command'
import { sample } from './sample.ts'

export const COMMANDS: readonly Command[] = [sample]
