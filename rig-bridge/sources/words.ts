/** What a person is told when a game's memory is there and cannot be used: what happened, what it means, what to do. */

export const shortPhysics = (name: string, bytes: number): string =>
  `The game's memory ${name} holds ${bytes} bytes, too few to read the car from, so nothing is recorded: restart the game, and with Proton its bridge helper before it.`

export const missingPage = (name: string): string =>
  `The game's memory ${name} is missing, so laps are not timed: restart the game, and with Proton its bridge helper before it.`

export const shortGraphics = (name: string, bytes: number, wanted: number): string =>
  `The game's memory ${name} holds ${bytes} bytes and the game writes ${wanted}, so laps are not timed: have the bridge helper make that file larger, then restart the game.`

export const unknownGame = (name: string): string =>
  `The game behind ${name} does not say which one it is, so nothing of it is recorded: update Paddock if it is Assetto Corsa, ACC or AC EVO.`

export const readerStopped = (reason: string): string =>
  `Reading the game's memory stopped because of a mistake in this program (${reason}); what was recorded is kept: restart the program.`

export const notThisSystem = (platform: string): string =>
  `The games this program reads run on Windows, or on Linux through Proton, and not on ${platform}, so nothing is recorded here.`

export const noRecording = (name: string, kind: 'newer' | 'other'): string =>
  kind === 'newer'
    ? `${name} was recorded by a newer Paddock and cannot be played by this one; it stays as it is: update Paddock.`
    : `${name} is not a recording of Paddock, so nothing is played; it stays as it is: choose a file made with --record.`

export const damagedRecording = (name: string): string =>
  `${name} is damaged in the middle: everything before the damage was played, nothing behind it; if there is a copy of the file, play that.`

export const unreadableRecording = (name: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : String(error)
  const reason =
    code === 'ENOENT'
      ? 'is not there'
      : code === 'EACCES'
        ? 'may not be read by this user'
        : `cannot be read (${code})`
  return `The recording ${name} ${reason}, so nothing is played: check the path given with --replay.`
}
