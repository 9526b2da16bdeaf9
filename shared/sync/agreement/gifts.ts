/**
 * What follows from an agreement, as the messages `gift` of it.
 *
 * device: the offerer gives the person's word that the answerer's device is theirs, and the person's leagues. league: the
 * offerer gives that league, with an invitation where the other is no member. The answerer says once it has them on
 * disk, then the league wires are begun: the first league on channel 1, the next on 2, and so on.
 *
 *   admission   certificate (64), name of the person, count, leagues
 *   league      id (32), use (index of LEAGUE_USES), name, count and addresses, 0 or 1 and seed of the invitation (32),
 *               count and room secrets: epoch (varint), secret (32)
 *   taken       1
 *
 * Names and addresses are UTF-8 with their length before them. At most 8 leagues, 8 addresses, 16 room secrets.
 */
import { isLeagueId, LEAGUE_USES, type LeagueId, type LeagueUse } from '#shared/logbook'
import { createReader, createWriter, Malformed } from '../bytes.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Writer = ReturnType<typeof createWriter>
type Reader = ReturnType<typeof createReader>

export const GIVEN_LIMITS = { leagues: 8, addresses: 8, rooms: 16 } as const
const TEXT_BYTES = 512
const SECRET_BYTES = 32
const CERTIFICATE_BYTES = 64
/** The least a league takes: without name, address, invitation and room. */
const LEAGUE_BYTES = 37

export interface GivenLeague {
  readonly id: LeagueId
  readonly use: LeagueUse
  readonly name: string
  readonly addresses: readonly string[]
  /** Seed of an invitation for the other; null for who is a member. */
  readonly invite: Bytes | null
  readonly rooms: readonly { readonly epoch: number; readonly secret: Bytes }[]
}

export interface GivenAdmission {
  readonly certificate: Bytes
  readonly personName: string
  readonly leagues: readonly GivenLeague[]
}

const writeLeague = (writer: Writer, league: GivenLeague): void => {
  writer.hash(league.id).varint(LEAGUE_USES.indexOf(league.use)).text(league.name)
  const addresses = league.addresses.slice(0, GIVEN_LIMITS.addresses)
  writer.varint(addresses.length)
  for (const address of addresses) writer.text(address)
  writer.varint(league.invite ? 1 : 0)
  if (league.invite) writer.raw(league.invite)
  const rooms = league.rooms.slice(-GIVEN_LIMITS.rooms)
  writer.varint(rooms.length)
  for (const { epoch, secret } of rooms) writer.varint(epoch).raw(secret)
}

const readLeague = (reader: Reader): GivenLeague => {
  const id = reader.hash()
  const use = LEAGUE_USES[reader.varint(LEAGUE_USES.length - 1)]
  if (!isLeagueId(id) || use === undefined) throw new Malformed('not a league')
  return {
    id,
    use,
    name: reader.text(TEXT_BYTES),
    addresses: reader.list(GIVEN_LIMITS.addresses, 1, one => one.text(TEXT_BYTES)),
    invite: reader.varint(1) === 1 ? reader.raw(SECRET_BYTES) : null,
    rooms: reader.list(GIVEN_LIMITS.rooms, 1 + SECRET_BYTES, one => ({
      epoch: one.varint(),
      secret: one.raw(SECRET_BYTES),
    })),
  }
}

export const encodeGivenLeague = (league: GivenLeague): Bytes => {
  const writer = createWriter()
  writeLeague(writer, league)
  return writer.finish()
}

export const encodeAdmission = ({ certificate, personName, leagues }: GivenAdmission): Bytes => {
  const given = leagues.slice(0, GIVEN_LIMITS.leagues)
  const writer = createWriter().raw(certificate).text(personName).varint(given.length)
  for (const league of given) writeLeague(writer, league)
  return writer.finish()
}

/** Null for what is none. */
export const decodeGivenLeague = (bytes: Uint8Array): GivenLeague | null =>
  orNull(() => readLeague(createReader(bytes)))

export const decodeAdmission = (bytes: Uint8Array): GivenAdmission | null =>
  orNull(() => {
    const reader = createReader(bytes)
    return {
      certificate: reader.raw(CERTIFICATE_BYTES),
      personName: reader.text(TEXT_BYTES),
      leagues: reader.list(GIVEN_LIMITS.leagues, LEAGUE_BYTES, readLeague),
    }
  })

export const TAKEN: Bytes = new Uint8Array([1])

export const isTaken = (bytes: Uint8Array): boolean => bytes.length > 0 && bytes[0] === 1

const orNull = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}
