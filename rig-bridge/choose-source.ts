/** Which simulator the bridge reads: a game's memory, a pretended game's, or a recording. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningGame, startFakeGame } from '#rig-bridge/fake'
import { createMemorySource, createReplaySource } from '#rig-bridge/sources'
import type { GameId, SimSource } from '#shared/sim'
import type { RigSettings } from './settings.ts'

export interface ChosenSource {
  readonly source: SimSource
  /** Whether it shows what happens now, at its true speed. */
  readonly isOfNow: boolean
  /** A pretended game of ours, as one line; null when there is none. */
  readonly pretended: string | null
  stop(): Promise<void>
}

type Choice = Pick<RigSettings, 'replay' | 'speed' | 'fake' | 'fakeSpeed' | 'shmFolder' | 'shmPrefix'>

/** Drives until the bridge stops, with a stop for fuel now and then. */
const startPretended = (game: GameId, folder: string, prefix: string, speed: number): Promise<RunningGame> =>
  startFakeGame({
    game,
    folder,
    prefix,
    speed,
    circuit: 'valdoro',
    laps: Number.POSITIVE_INFINITY,
    seed: process.pid,
  })

const choosePretended = async (game: GameId, choice: Choice): Promise<ChosenSource> => {
  const { fakeSpeed, shmFolder } = choice
  // Plain files do as well where there is no memory that looks like files.
  const ownFolder = existsSync(shmFolder) ? null : await mkdtemp(join(tmpdir(), 'paddock-fake-'))
  const folder = ownFolder ?? shmFolder
  const prefix = choice.shmPrefix ?? `paddock-fake-${process.pid}-`
  const running = await startPretended(game, folder, prefix, fakeSpeed)
  const source = createMemorySource({ folder, prefix, timeScale: fakeSpeed, system: 'linux' })
  return {
    source,
    isOfNow: fakeSpeed === 1,
    pretended: running.about,
    stop: async () => {
      await source.stop()
      await running.stop()
      if (ownFolder !== null) await rm(ownFolder, { recursive: true, force: true })
    },
  }
}

export const chooseSource = async (choice: Choice): Promise<ChosenSource> => {
  if (choice.fake !== 'off') return await choosePretended(choice.fake, choice)
  const source =
    choice.replay === null
      ? createMemorySource({
          folder: choice.shmFolder,
          prefix: choice.shmPrefix ?? '',
          timeScale: choice.fakeSpeed,
        })
      : createReplaySource({ path: choice.replay, speed: choice.speed })
  return {
    source,
    isOfNow: choice.replay === null && choice.fakeSpeed === 1,
    pretended: null,
    stop: () => source.stop(),
  }
}
