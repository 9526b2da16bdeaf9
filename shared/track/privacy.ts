/**
 * Who may see a record, from nobody else to everybody. It lives here because tracks are what everything
 * else refers to; `#shared/lap` hands it on.
 */
export const PRIVACY_LEVELS = ['device', 'my-devices', 'crew', 'league', 'public'] as const
export type Privacy = (typeof PRIVACY_LEVELS)[number]
export const DEFAULT_PRIVACY: Privacy = 'my-devices'
