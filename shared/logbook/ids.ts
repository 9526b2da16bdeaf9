/**
 * Who and what a logbook names.
 *
 * Invariants: a person and a device are their Ed25519 public keys; a league is the hash of its genesis entry; an entry
 * is the hash of its device and bytes. All are 64 lower-case hex digits, so none can be given twice by accident.
 */
declare const brand: unique symbol
type Named<K extends string> = string & { readonly [brand]: K }

/** Public key whose seed is a person's recovery words. Signs nothing but which devices are theirs. */
export type PersonId = Named<'person'>
/** Public key of one device; signs the entries of its feed. */
export type DeviceId = Named<'device'>
export type LeagueId = Named<'league'>
export type EntryHash = Named<'entry'>

const isHex64 = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

export const isPersonId = (text: unknown): text is PersonId => isHex64(text)
export const isDeviceId = (text: unknown): text is DeviceId => isHex64(text)
export const isLeagueId = (text: unknown): text is LeagueId => isHex64(text)
export const isEntryHash = (text: unknown): text is EntryHash => isHex64(text)
