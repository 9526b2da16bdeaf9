/**
 * Whether the browser lets a hosted page reach this machine or the LAN. Chromium has split one permission into two and
 * kept the old name as their union; other browsers know none of the names and do not ask.
 */
import type { LocalAccess } from './page-addresses.ts'

export type AccessState = 'granted' | 'prompt' | 'denied'

const stateOf = async (name: string): Promise<AccessState | null> => {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state
  } catch {
    return null
  }
}

export const localAccess = async (wanted: LocalAccess): Promise<AccessState> =>
  (await stateOf(wanted)) ?? (await stateOf('local-network-access')) ?? 'granted'
