/** Every command of `paddock`, in the order of its help. */
import type { Command } from '#cli/command'
import { compare } from './compare.ts'
import { convert } from './convert.ts'
import { inspect } from './inspect.ts'
import { peer } from './peer.ts'
import { sample } from './sample.ts'

export const COMMANDS: readonly Command[] = [inspect, convert, compare, sample, peer]
