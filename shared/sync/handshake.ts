/**
 * The handshake: two devices that hold one end each of a wire find out whether they are of one league. This header is
 * its specification; `control-messages.ts` has the bytes.
 *
 * Parties: the dialler, who opened the wire for one league, and the answerer, who may hold many. One wire serves one league.
 *
 *   dialler                                   answerer
 *   hello {versions, token, nonce}      ──▶   finds which of its leagues has this token, and says nothing of it
 *                                       ◀──   answer {version, nonce}, or refuse
 *   proof {device, person, …}           ──▶   judges: member, waiting, removed or a stranger
 *                                       ◀──   proof, or glance, or refuse
 *   ready, or glance, or refuse         ──▶
 *
 *   token      SHA-256("paddock/league-token/1\n" ‖ league ‖ the dialler's nonce): whoever does not know the league
 *              learns nothing from it, and it is another each time.
 *   proof      device, person, certificate of the device, the program's run and version, how the person was invited
 *              (until they are a member by their own replica), the entry that admitted them, and a signature by the
 *              device key over
 *                "paddock/handshake/1\n" ‖ league ‖ role (1 = dialler, 2 = answerer) ‖ the dialler's end ‖ the
 *                answerer's end ‖ hello ‖ answer        (each of the last four with its length before it, as 4 bytes)
 *              so it can be used on no other wire, in no other role, and with no other versions than were offered. All of
 *              it is masked with a stream only those who know the league can compute.
 *
 * States and what is heard in them; anything else ends the wire as broken-protocol:
 *
 *   dialler    greeting   answer → proving · refuse → over
 *              proving    proof → judge → over · glance → hands over entry 0 → over · refuse → over
 *   answerer   listening  hello → answered
 *              answered   proof → judge → judging, or over
 *              judging    ready → over · glance → hands over entry 0 → over · refuse → over
 *
 * Who learns what: whoever does not know the league learns nothing of who dials. A stranger, and anybody asking for a league that is not here, get `wrong-league` after the same steps.
 * Somebody invited whom nobody admitted yet gets the league's name (`glance`) and may hand over the first entry of their
 * feed (`introduce`), so that admins see them waiting. Removed people are told so. A newcomer, who by their own replica is
 * no member yet, cannot judge anybody and lets everybody pass who proves to be who they say; what arrives is verified
 * entry by entry, and sessions are judged again as the replica learns.
 *
 * Limits: 10 s for everything (a phone on a bad connection needs 2), 8 KiB a message (an introduction and a credential of
 * 2 KiB each fit), anything on another lane before `over` ends the wire.
 *
 * Versions: a hello lists those its program speaks; the answerer takes the highest both do, or refuses and lists its own,
 * so that each side can say which of the two is older.
 */
import { type DeviceId, isCertified, type LeagueId, type Signatures } from '#shared/logbook'
import { Malformed } from './bytes.ts'
import {
  type ControlMessage,
  decodeControl,
  decodeProof,
  encodeAnswer,
  encodeGlance,
  encodeHello,
  encodeIntroduction,
  encodeMasked,
  encodeProof,
  encodeReady,
  encodeRefusal,
  NONCE_BYTES,
  type Refusal,
} from './control-messages.ts'
import {
  type Claim,
  HANDSHAKE_LIMITS,
  type HandshakeOutcome,
  type HandshakePorts,
  type Party,
  SYNC_VERSIONS,
} from './handshake-model.ts'
import { leagueToken, mask, type Role, type Scene, transcript } from './handshake-transcript.ts'
import { LANES } from './lane.ts'
import type { EndReason, Glance } from './mesh-model.ts'
import { type MessagePipe, openPipe } from './message-pipe.ts'
import type { Wire } from './wire.ts'

type Failure = Extract<HandshakeOutcome, { ok: false }>

/** Unwinds to the one place that ends the wire. */
class Over extends Error {
  readonly reason: EndReason
  readonly isHeard: boolean
  readonly glance: Glance | null
  /** The other side, when it is told of another reason than is noted here. */
  readonly told: EndReason
  constructor(
    reason: EndReason,
    isHeard: boolean,
    glance: Glance | null = null,
    told: EndReason = toldReason(reason),
  ) {
    super(reason)
    this.reason = reason
    this.isHeard = isHeard
    this.glance = glance
    this.told = told
  }
}

export const dial = (wire: Wire, party: Party, ports: HandshakePorts): Promise<HandshakeOutcome> =>
  withinTime(wire, ports, async (pipe, known) => {
    known.party = party
    const nonce = ports.random(new Uint8Array(NONCE_BYTES))
    const hello = encodeHello({
      versions: ports.versions ?? SYNC_VERSIONS,
      token: await leagueToken(ports.signatures, party.league, nonce),
      nonce,
    })
    await tell(pipe, hello)
    const { message: answered, body: answer } = await hear(pipe, ports, 'answer')
    if (!(ports.versions ?? SYNC_VERSIONS).includes(answered.answer.version))
      throw new Over('broken-protocol', false)
    const scene = { league: party.league, wire, hello, answer }
    await sendProof(pipe, 'dialler', party, scene, ports)
    const { message } = await hear(pipe, ports, 'proof', 'glance')
    if (message.type === 'glance') return introduceOneself(pipe, party, message.leagueName)
    const peer = await checkProof(message.masked, 'answerer', scene, party, ports)
    if (!peer) throw new Over('wrong-proof', false)
    known.device = peer.device
    await judgeOrEnd(pipe, party, peer, ports)
    await tell(pipe, encodeReady())
    return { ok: true, party, peer, pipe }
  })

/** `parties` are the leagues this program answers for. */
export const answer = (
  wire: Wire,
  parties: readonly Party[],
  ports: HandshakePorts,
): Promise<HandshakeOutcome> =>
  withinTime(wire, ports, async (pipe, known) => {
    const versions = ports.versions ?? SYNC_VERSIONS
    const { message: greeted, body: hello } = await hear(pipe, ports, 'hello')
    const version = versions.filter(each => greeted.hello.versions.includes(each)).sort((a, b) => b - a)[0]
    if (version === undefined) {
      await tell(pipe, encodeRefusal({ reason: 'older-version', versions }))
      throw new Over(ageOf(greeted.hello.versions, versions), true)
    }
    const party = await partyOf(parties, greeted.hello, ports.signatures)
    const answer = encodeAnswer({ version, nonce: ports.random(new Uint8Array(NONCE_BYTES)) })
    await tell(pipe, answer)
    const { message: proved } = await hear(pipe, ports, 'proof')
    // Without a league the same work is done for one that cannot be, and the same is said.
    const scene = { league: party?.league ?? NO_LEAGUE, wire, hello, answer }
    const peer = await checkProof(proved.masked, 'dialler', scene, party, ports)
    known.party = party
    // Whoever knows the league and is not who they say hears the same as whoever does not know it.
    if (party && !peer) throw new Over('wrong-proof', false, null, 'wrong-league')
    if (!party || !peer) throw new Over('wrong-league', false)
    known.device = peer.device
    await judgeOrEnd(pipe, party, peer, ports)
    await sendProof(pipe, 'answerer', party, scene, ports)
    const { message } = await hear(pipe, ports, 'ready', 'glance')
    if (message.type === 'glance') return introduceOneself(pipe, party, message.leagueName)
    return { ok: true, party, peer, pipe }
  })

const NO_LEAGUE = '0'.repeat(64) as LeagueId

interface Known {
  device: DeviceId | null
  party: Party | null
}

/** Runs one side; ends the wire of whoever fails, after having said why. */
const withinTime = async (
  wire: Wire,
  { clock }: HandshakePorts,
  run: (pipe: MessagePipe, known: Known) => Promise<HandshakeOutcome>,
): Promise<HandshakeOutcome> => {
  const pipe = openPipe(wire, HANDSHAKE_LIMITS.messageBytes)
  const known: Known = { device: null, party: null }
  let isLate = false
  const late = Promise.withResolvers<never>()
  const stopClock = clock.after(HANDSHAKE_LIMITS.timeMs, () => {
    isLate = true
    wire.abort('no answer in time')
    late.reject(new Over('no-answer', true))
  })
  try {
    return await Promise.race([run(pipe, known), late.promise])
  } catch (error) {
    const over = error instanceof Malformed ? new Over('broken-protocol', false) : error
    if (!(over instanceof Over)) {
      wire.abort('something failed here')
      throw error
    }
    const reason = isLate ? 'no-answer' : over.reason
    if (!isLate) void farewell(pipe, over)
    return { ok: false, reason, glance: over.glance, ...known } satisfies Failure
  } finally {
    stopClock()
  }
}

/** Not waited for: somebody who does not read must not hold up the answer to our own program. */
const farewell = async (pipe: MessagePipe, over: Over): Promise<void> => {
  try {
    if (!over.isHeard) await pipe.send(LANES.control, encodeRefusal({ reason: over.told, versions: [] }))
    await pipe.wire.close()
  } catch {
    pipe.wire.abort(over.reason)
  }
}

/** From where the other side stands. */
const toldReason = (reason: EndReason): EndReason =>
  reason === 'newer-version' ? 'older-version' : reason === 'older-version' ? 'newer-version' : reason

const tell = async (pipe: MessagePipe, body: Uint8Array): Promise<void> => {
  try {
    await pipe.send(LANES.control, body)
  } catch {
    throw new Over('lost', true)
  }
}

/** The next message, if it is one of those that belong here. */
const hear = async <T extends ControlMessage['type']>(
  pipe: MessagePipe,
  { versions = SYNC_VERSIONS }: HandshakePorts,
  ...types: readonly T[]
): Promise<{ message: Extract<ControlMessage, { type: T }>; body: Uint8Array<ArrayBuffer> }> => {
  for (;;) {
    const next = await pipe.next()
    if (!next.ok)
      throw next.end === 'closed' || next.end === 'lost'
        ? new Over('lost', true)
        : new Over(next.end === 'too-large' ? 'too-much' : 'broken-protocol', false)
    if (next.message.lane !== LANES.control) throw new Over('broken-protocol', false)
    const message = decodeControl(next.message.body)
    if (message.type === 'unknown') continue
    if (message.type === 'refuse') throw new Over(refusedWith(message.refusal, versions), true)
    if (!(types as readonly string[]).includes(message.type)) throw new Over('broken-protocol', false)
    return { message: message as Extract<ControlMessage, { type: T }>, body: next.message.body }
  }
}

/** Their list decides which of the two is older; a refusal without one is taken at its word. */
const refusedWith = (refusal: Refusal, ours: readonly number[]): EndReason =>
  refusal.versions.length > 0 ? ageOf(refusal.versions, ours) : refusal.reason

/** Of the other side. */
const ageOf = (theirs: readonly number[], ours: readonly number[]): EndReason =>
  Math.max(0, ...theirs) > Math.max(0, ...ours) ? 'newer-version' : 'older-version'

const judgeOrEnd = async (
  pipe: MessagePipe,
  party: Party,
  peer: Claim,
  ports: HandshakePorts,
): Promise<void> => {
  const judgement = await party.judge(peer)
  if (judgement.standing === 'member') return
  if (judgement.standing === 'removed') throw new Over('removed', false)
  if (judgement.standing === 'stranger') throw new Over('wrong-league', false)
  await tell(pipe, encodeGlance(judgement.leagueName))
  const { message } = await hear(pipe, ports, 'introduce').catch(error => {
    // Who has nothing to hand over yet just goes.
    throw error instanceof Over && error.reason === 'lost' ? new Over('not-a-member', true) : error
  })
  // Another device's entry is not theirs to hand over.
  if (message.entry.device === peer.device) await party.takeIntroduction(message.entry, peer)
  throw new Over('not-a-member', false)
}

const introduceOneself = async (
  pipe: MessagePipe,
  party: Party,
  leagueName: string,
): Promise<HandshakeOutcome> => {
  const glance: Glance = { leagueName, waitsForApproval: true }
  const entry = await party.introduction()
  if (!entry) throw new Over('not-a-member', true, glance)
  await tell(pipe, encodeIntroduction(entry))
  // They close when it is stored; until then the wire stays, or it might be lost on the way.
  while ((await pipe.next()).ok) {}
  throw new Over('not-a-member', true, glance)
}

const sendProof = async (
  pipe: MessagePipe,
  role: Role,
  party: Party,
  scene: Scene,
  { signatures }: HandshakePorts,
): Promise<void> => {
  const { signer, certificate, run, programVersion } = party
  const [signature, { invitation, credential }] = await Promise.all([
    signer.sign(transcript(role, role, scene)),
    party.credentials(),
  ])
  const { device, person } = signer
  const proof = encodeProof({
    device,
    person,
    certificate,
    signature,
    run,
    programVersion,
    invitation,
    credential,
  })
  await tell(pipe, encodeMasked(await mask(signatures, role, scene, proof)))
}

/** Null for anybody who is not who they say, and for oneself. */
const checkProof = async (
  masked: Uint8Array,
  role: Role,
  scene: Scene,
  party: Party | null,
  { signatures }: HandshakePorts,
): Promise<Claim | null> => {
  const proof = decodeProof(await mask(signatures, role, scene, masked))
  if (!proof) return null
  const { device, person, run, programVersion, invitation, credential } = proof
  const ownRole: Role = role === 'dialler' ? 'answerer' : 'dialler'
  const [isSigned, isTheirs] = await Promise.all([
    signatures.verify(device, proof.signature, transcript(role, ownRole, scene)),
    isCertified(signatures, person, device, proof.certificate),
  ])
  if (!isSigned || !isTheirs || device === party?.signer.device) return null
  return { device, person, run, programVersion, invitation, credential }
}

const partyOf = async (
  parties: readonly Party[],
  hello: { readonly token: string; readonly nonce: Uint8Array<ArrayBuffer> },
  signatures: Signatures,
): Promise<Party | null> => {
  const tokens = await Promise.all(parties.map(party => leagueToken(signatures, party.league, hello.nonce)))
  return parties[tokens.indexOf(hello.token)] ?? null
}
