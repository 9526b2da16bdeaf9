/**
 * Where the bridge keeps laps when nobody says otherwise: in the user's own data folder, not beside the program.
 *
 * Laps wait there until a page has them, so the place must be the same from whichever copy of Paddock and whichever
 * folder the bridge is started, outlive a copy that is deleted or cloned anew, and be a local disk: `AppData\Local`
 * and not `Roaming` or `Documents`, which Windows copies over networks.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

const userDataFolder = (platform: NodeJS.Platform, env: Environment, home: string): string => {
  if (platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return env.XDG_DATA_HOME || join(home, '.local', 'share')
}

/** What a pretended game drives is kept apart from what a person drove. */
export const defaultDataFolder = (
  isPretended: boolean,
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
  home: string = homedir(),
): string =>
  join(
    userDataFolder(platform, env, home),
    platform === 'win32' ? 'Paddock' : 'paddock',
    isPretended ? 'rig-pretended' : 'rig',
  )
