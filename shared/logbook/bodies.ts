/**
 * What entries say, by kind. These are the decoded forms (ids and hashes as hex); `schemas.ts` checks bytes from outside
 * against them.
 */
import type { Gate } from '#shared/geo'
import type { Sha256 } from '#shared/id'
import type { Surface, World } from '#shared/lap'
import type { EpochMillis, Metres, Millis } from '#shared/units'
import type { Tip } from './entry.ts'
import type { DeviceId, PersonId } from './ids.ts'

/** devices = the devices of one person · crew and league differ in what the screens offer, not in how they work. */
export const LEAGUE_USES = ['devices', 'crew', 'league'] as const
export type LeagueUse = (typeof LEAGUE_USES)[number]

/** Each may do what those after it may. */
export const ROLES = ['admin', 'steward', 'driver', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** The person key's word that a device is theirs: it signs "paddock/device/1\n" ‖ person ‖ device. Good in every league. */
export type DeviceCertificate = Uint8Array<ArrayBuffer>

/** Who writes: in entry 0 of every feed. */
export interface Introduction {
  /** 'Sam’s phone' */
  readonly deviceName: string
  /** 'Sam' */
  readonly personName: string
  readonly certificate: DeviceCertificate
}

export interface GenesisBody extends Introduction {
  readonly use: LeagueUse
  readonly name: string
  /** 16 random bytes, so that two leagues of one name and minute differ. */
  readonly nonce: Uint8Array<ArrayBuffer>
}

/** id = the device. A newcomer shows how they were invited; without, an admin's `member` entry has to name the person. */
export interface DeviceBody extends Introduction {
  readonly invite: {
    /** Public key of the invitation, which is also its id. */
    readonly key: string
    /** By the invitation's secret: "paddock/invited/1\n" ‖ league ‖ person. */
    readonly proof: Uint8Array<ArrayBuffer>
  } | null
}

/** id = the invitation's public key; by an admin. Null body revokes it. */
export interface InviteBody {
  readonly role: Exclude<Role, 'admin'>
  /** With false an admin approves whoever comes, by a `member` entry. */
  readonly admits: boolean
  readonly until: EpochMillis | null
  /** For the admin's list: 'for the Tuesday group'. */
  readonly note: string
}

/** id = the person; by an admin. A higher rev changes the role. */
export interface MemberBody {
  readonly name: string
  readonly role: Role
  /** When a role is taken: what this person's devices had said then still stands, later decisions do not. */
  readonly until: readonly Tip[]
}

/**
 * id = what is revoked. A device by its own person (certificate: the person key signs "paddock/revoke/1\n" ‖ person ‖
 * device ‖ seq as 8 bytes ‖ hash), or a person by an admin. What came after `last` is void, whatever its date; a device
 * of that person that is not named is void altogether.
 */
export type RevokeBody =
  | {
      readonly what: 'device'
      readonly device: DeviceId
      readonly last: Tip | null
      readonly certificate: Uint8Array<ArrayBuffer>
    }
  | {
      readonly what: 'person'
      readonly person: PersonId
      readonly last: readonly Tip[]
      readonly reason: string
    }

/** By an admin: the number of the present room secret and what it hashes to; the secret itself goes from member to member. */
export interface RoomBody {
  readonly epoch: number
  readonly commitment: Sha256
}

/** By an admin: what a relay may do in the league's name. id = the relay's person. */
export interface GrantBody {
  readonly may: readonly ('results' | 'uploads' | 'hold')[]
}

export interface LeagueSettingsBody {
  readonly name: string
  readonly about: string
  /** Where its relays are reached, as multiaddresses. */
  readonly addresses: readonly string[]
}

/** Bytes that are fetched by name: the chunk list is checked against `chunkRoot` before a byte is kept. */
export interface ChunkedRef {
  readonly sha256: Sha256
  readonly size: number
  readonly chunkRoot: Sha256
}

/** What each lap's time can be checked with. */
export type Proof =
  | { readonly by: 'rig'; readonly game: string }
  | { readonly by: 'file'; readonly reader: string }
  | { readonly by: 'sample' }

/** Lap kinds, in the order their numbers have in `SessionLaps.kind`. Append only. */
export const LAP_KIND_CODES = ['timed', 'out', 'in', 'partial'] as const
/** How laps were timed, in the order of `SessionLaps.timing`. Append only. */
export const TIMING_CODES = ['marks', 'counter', 'gates'] as const

/** Laps as columns of one length: a third of the bytes of one map per lap. */
export interface SessionLaps {
  readonly number: readonly number[]
  /** Into `SessionBody.drivers`. */
  readonly driver: readonly number[]
  readonly kind: readonly number[]
  readonly timing: readonly number[]
  /** Milliseconds since the session began. */
  readonly start: readonly Millis[]
  readonly time: readonly Millis[]
  /** Empty, or one list per lap (empty where sectors are not known). */
  readonly sectors: readonly (readonly Millis[])[]
  /** Only laps that do not count: row and reason. */
  readonly flaws: readonly (readonly [row: number, reason: string])[]
  /** Only where a lap differs from the session: row and surface. */
  readonly surfaces: readonly (readonly [row: number, surface: Surface])[]
  /** Ids the laps have in their driver's library, 16 bytes each, in one string of bytes. */
  readonly ids: Uint8Array<ArrayBuffer>
}

/** id = the session's id in its driver's library. Null body withdraws it: honest peers then drop its bytes. */
export interface SessionBody {
  readonly audience: 'members' | 'public'
  readonly startedAt: EpochMillis
  readonly utcOffsetMin: number | null
  readonly name: string
  readonly world: World | null
  readonly game: string | null
  readonly surface: Surface | null
  readonly airC: number | null
  readonly trackC: number | null
  readonly place: PlaceRef
  readonly car: CarRef
  /** Names of those who drove; `person` where the driver is a member. */
  readonly drivers: readonly { readonly name: string; readonly person: PersonId | null }[]
  /** The lines the laps were timed at, where `timing` says gates. */
  readonly gates: { readonly layout: string; readonly version: number } | null
  readonly proof: Proof
  readonly laps: SessionLaps
  /** Names the traces: see `TraceManifest`. Null when times are all there is. */
  readonly traces: ChunkedRef | null
}

export interface PlaceRef {
  /** The author's layout; a `layout` entry of this id may say more. */
  readonly layout: string | null
  /** Known track, `#shared/known`. */
  readonly known: string | null
  readonly track: string
  readonly layoutName: string
  readonly lengthM: Metres | null
}

export interface CarRef {
  readonly car: string | null
  /** Known car, `#shared/known`. */
  readonly known: string | null
  readonly name: string
  readonly className: string | null
}

/** The blob behind `SessionBody.traces`, canonical dag-cbor. One place per lap, in the order of the columns. */
export interface TraceManifest {
  readonly v: 1
  readonly laps: readonly (ChunkedRef | null)[]
  readonly between: ChunkedRef | null
}

/** id = the layout's id. */
export interface LayoutBody {
  readonly track: string
  readonly country: string | null
  readonly known: string | null
  readonly name: string
  readonly lengthM: Metres | null
  readonly frame: 'wgs84' | 'metres'
  /** Whose metres they are: two layouts of one space share them (`spaceOf` of a game's circuit). Null with wgs84. */
  readonly space: string | null
  readonly gates: readonly {
    readonly version: number
    readonly startFinish: Gate
    readonly finish: Gate | null
    readonly sectors: readonly Gate[]
  }[]
}

/** id = random; by a steward. `session` and `author` name whose session, `lap` is what its column `number` says. */
export type DecisionBody = { readonly reason: string } & (
  | { readonly what: 'void-lap'; readonly author: PersonId; readonly session: string; readonly lap: number }
  | {
      readonly what: 'penalty'
      readonly author: PersonId
      readonly session: string
      readonly lap: number
      readonly addMs: Millis
    }
  | {
      readonly what: 'note'
      readonly author: PersonId
      readonly session: string
      readonly lap: number | null
    }
  /** Laps timed at this version of a layout rank; those timed at others are shown apart. */
  | {
      readonly what: 'endorse-gates'
      readonly author: PersonId
      readonly layout: string
      readonly version: number
    }
)

/** id = random; by a steward: these were one all along. */
export interface MergeBody {
  readonly what: 'drivers' | 'layouts' | 'cars'
  /** Keys as the leaderboards show them (`#shared/boards`, `boardKeyOf…`); the first is what they are called from now on. */
  readonly keys: readonly string[]
  readonly reason: string
}
