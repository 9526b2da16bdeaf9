/**
 * What is kept about a session that was read from a file, beside what every session has: how it was read, what
 * was guessed or left out, and the other files that belong to it.
 *
 * Invariant: none of it is needed to show the session, so it is checked when it is looked at, and a damaged
 * one costs the report and nothing else.
 */
import type { ImportNote, TimedBy } from '#shared/formats'
import { isSha256 } from '#shared/id'
import type { BlobRef } from '#shared/lap'

/** companion = read together with the first file (.ldx) · continuation = the recording went on in it. */
export type KeptRole = 'companion' | 'continuation'

export interface KeptFile {
  readonly role: KeptRole
  readonly fileName: string
  readonly original: BlobRef
  /** Of a continuation: which of the recordings in the file it is, from 0. */
  readonly part: number
}

export interface Imported {
  /** As a person says it: 'RaceChrono CSV v3'. */
  readonly format: string
  readonly timedBy: TimedBy
  readonly notes: readonly ImportNote[]
  readonly files: readonly KeptFile[]
  /** Which of the recordings in the file this is, from 0. */
  readonly part: number
  /** How the columns were told apart, for a table of no known format; else null. */
  readonly mapping: unknown
  /** A newer reader that read the file again and could not; not tried again with the same. */
  readonly triedVersion: number | null
}

const NOTE_KINDS: readonly unknown[] = [
  'info',
  'guessed',
  'dropped',
  'problem',
] satisfies ImportNote['kind'][]
const TIMED_BY: readonly unknown[] = [
  'marks',
  'known-layout',
  'file-lines',
  'lap-column',
  'proposed-line',
  'nothing',
] satisfies TimedBy[]

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const isNote = (value: unknown): value is ImportNote =>
  isFields(value) && NOTE_KINDS.includes(value.kind) && typeof value.text === 'string'

const isKeptFile = (value: unknown): value is KeptFile =>
  isFields(value) &&
  (value.role === 'companion' || value.role === 'continuation') &&
  typeof value.fileName === 'string' &&
  isFields(value.original) &&
  isSha256(value.original.sha256) &&
  Number.isSafeInteger(value.original.size) &&
  Number.isSafeInteger(value.part)

const isImported = (value: unknown): value is Imported =>
  isFields(value) &&
  typeof value.format === 'string' &&
  TIMED_BY.includes(value.timedBy) &&
  Array.isArray(value.notes) &&
  value.notes.every(isNote) &&
  Array.isArray(value.files) &&
  value.files.every(isKeptFile) &&
  Number.isSafeInteger(value.part) &&
  (value.triedVersion === null || Number.isFinite(value.triedVersion))

/** Null when the session came from no file, or what was kept about it is damaged. */
export const importedOf = (row: object): Imported | null =>
  'imported' in row && isImported(row.imported) ? row.imported : null

/** Files kept with a session beside its first. */
export const filesOf = (row: object): readonly KeptFile[] => importedOf(row)?.files ?? []
