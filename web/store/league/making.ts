/**
 * What would be written about a session, and the bytes it names: made for publishing, and for looking at before.
 *
 * Invariant: a trimmed trace is made anew from the library's own, which stays as it is; whoever does not name what was
 * staged here drops it.
 */
import type { BlobDraft, StagedBlob } from '#shared/blob'
import { bytesToHex, digestToSha256, type SessionId, type Sha256 } from '#shared/id'
import {
  bodyToWire,
  type ChunkedRef,
  encodeTraceManifest,
  type LayoutBody,
  type LeagueId,
  type LeagueUse,
  type Proof,
  readBody,
  type SessionBody,
  type Signatures,
  type TraceManifest,
  winnerOf,
} from '#shared/logbook'
import type { Trace } from '#shared/trace'
import type { DexieBlobStore } from '../blobs.ts'
import { fail, type Outcome, succeed } from '../failures.ts'
import type { SessionDetail, SessionReader } from '../listing.ts'
import { loadTraceCodec } from '../record.ts'
import { loadKnown } from '../same-thing.ts'
import type { IdentityKeeping } from './identity.ts'
import type { Replicas } from './replicas.ts'
import { lapsToShare, layoutToBody, sessionToBody, whyNotShared } from './session-body.ts'
import { endsOf, trimTrace } from './trim.ts'

export interface ToPublish {
  readonly session: SessionId
  readonly league: LeagueId
  readonly audience: 'members' | 'public'
  readonly withTraces: boolean
  readonly trimMs: number
}

export interface Made {
  readonly detail: SessionDetail
  readonly body: SessionBody
  readonly layout: { readonly id: string; readonly body: LayoutBody } | null
  /** Null when times are all there is. */
  readonly manifest: TraceManifest | null
  readonly staged: readonly StagedBlob[]
}

export interface Making {
  /** `isAsked`: a person asks now, so the level of the session is about to be what it takes. */
  make(wish: ToPublish, use: LeagueUse, isAsked?: boolean): Promise<Outcome<Made>>
  /** Equal for bodies that read the same. */
  contentOf(kind: 'session' | 'layout', id: string, body: SessionBody | LayoutBody): Promise<Sha256>
}

export interface MakingOptions {
  readonly blobs: DexieBlobStore
  readonly reader: SessionReader
  readonly identity: IdentityKeeping
  readonly replicas: Replicas
  readonly signatures: Signatures
}

export const createMaking = ({ blobs, reader, identity, replicas, signatures }: MakingOptions): Making => {
  /** Traces as they leave: trimmed ones are made anew, the others are the library's own. */
  const manifestOf = async (
    detail: SessionDetail,
    trimMs: number,
  ): Promise<Outcome<{ readonly manifest: TraceManifest; readonly staged: readonly StagedBlob[] }>> => {
    const { decodeTrace, encodeTrace } = await loadTraceCodec()
    const laps = lapsToShare(detail)
    const refs = [...laps.map(({ trace }) => trace), detail.session.betweenTrace]
    const staged: StagedBlob[] = []
    const read = async (sha256: Sha256): Promise<Trace | null> => {
      const bytes = await blobs.read(sha256)
      const decoded = bytes.ok ? decodeTrace(bytes.value) : null
      return decoded?.ok ? decoded.trace : null
    }
    let ends: ReturnType<typeof endsOf> = null
    if (trimMs > 0) {
      for (const ref of refs) {
        const trace = ref && (await read(ref.sha256))
        const own = trace && endsOf([trace])
        if (!own) continue
        ends = ends ? { fromMs: Math.min(ends.fromMs, own.fromMs), toMs: Math.max(ends.toMs, own.toMs) } : own
      }
    }
    const shown: (ChunkedRef | null)[] = []
    for (const ref of refs) {
      const info = ref && (await blobs.info(ref.sha256))
      if (!info?.ok || !info.value) {
        shown.push(null)
        continue
      }
      const { sha256, size, chunkRoot } = info.value
      const trace = trimMs > 0 ? await read(sha256) : null
      if (trimMs === 0) shown.push({ sha256, size, chunkRoot })
      else if (!trace || !ends) shown.push(null)
      else {
        const trimmed = trimTrace(trace, ends, trimMs)
        if (trimmed === trace) shown.push({ sha256, size, chunkRoot })
        else {
          const made = await blobs.stage([draftOf(encodeTrace(trimmed))])
          if (!made.ok) return made
          staged.push(made.value[0]!)
          shown.push(refOf(made.value[0]!))
        }
      }
    }
    return succeed({ manifest: { v: 1, laps: shown.slice(0, -1), between: shown.at(-1) ?? null }, staged })
  }

  /** Proof of the first publisher, for a session of another device of mine. */
  const proofOf = async ({ session }: SessionDetail): Promise<Proof | null> => {
    const { origin } = session
    if (origin.kind !== 'shared') return null
    const { store } = await replicas.open(origin.league)
    const said = winnerOf(await store.ofKey('session', origin.person, session.id))
    const read = said && readBody(said.entry)
    return read?.what === 'known' && read.kind === 'session' ? read.body.proof : null
  }

  return {
    async make(wish, use, isAsked = false) {
      const [detail, me, known] = [
        await reader.detail(wish.session),
        await identity.identity(),
        await loadKnown(),
      ]
      if (!detail.ok) return detail
      if (!me.ok) return me
      const { session } = detail.value
      const refused = whyNotShared(isAsked ? { ...session, privacy: 'public' } : session, use)
      if (refused) return fail('missing', refused)
      const bytes = wish.withTraces ? await manifestOf(detail.value, wish.trimMs) : null
      if (bytes && !bytes.ok) return bytes
      const manifest = bytes?.value.manifest ?? null
      const hasTraces = manifest && (manifest.between || manifest.laps.some(lap => lap !== null))
      const staged = [...(bytes?.value.staged ?? [])]
      let traces: ChunkedRef | null = null
      if (hasTraces) {
        const list = await blobs.stage([draftOf(encodeTraceManifest(manifest))])
        if (!list.ok) return list
        staged.push(list.value[0]!)
        traces = refOf(list.value[0]!)
      }
      const { layout, track } = detail.value
      const proof = await proofOf(detail.value)
      const { audience, trimMs } = wish
      return succeed({
        detail: detail.value,
        body: sessionToBody({ detail: detail.value, known, me: me.value, audience, trimMs, traces, proof }),
        layout: layout && trimMs === 0 ? { id: layout.id, body: layoutToBody(layout, track, known) } : null,
        manifest: hasTraces ? manifest : null,
        staged,
      })
    },

    async contentOf(kind, id, body) {
      // As it will be read: names are cut and numbers rounded on the way.
      const read = readBody({ v: 1, kind, id, body: bodyToWire(kind, body) })
      const text = JSON.stringify(read.what === 'known' ? read.body : body, (_, value: unknown) =>
        value instanceof Uint8Array ? bytesToHex(value) : value,
      )
      return digestToSha256(await signatures.sha256(new TextEncoder().encode(text)))
    },
  }
}

/** Ours to make again from our own traces, so nothing an export has to hold. */
const draftOf = (bytes: Uint8Array): BlobDraft => ({ bytes, kind: 'trace', own: false })

const refOf = ({ sha256, size, chunkRoot }: StagedBlob): ChunkedRef => ({ sha256, size, chunkRoot })
