/** What the page and the worker of exports, imports and checks say to one another. */
import type { CheckReport, ExportReport, ImportPreview, LibraryImportReport, StoreFailure } from '#web/store'

/** picked = a file a person chose · private = one in the browser's private file system, to be saved from there. */
export type ExportTarget =
  | { readonly kind: 'picked'; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'private'; readonly name: string }

/** What the manifest of an export says of its making. */
export interface WrittenBy {
  readonly app: string
  readonly origin: string
}

export interface Failed {
  readonly kind: 'failed'
  /** One sentence: what happened, what it means for the data, what to do. */
  readonly reason: string
}

export type ExportOutcome = { readonly kind: 'done'; readonly report: ExportReport } | Failed

export type OpenImportOutcome = { readonly kind: 'open'; readonly preview: ImportPreview } | Failed

export type TakeOutcome =
  | { readonly kind: 'done'; readonly report: LibraryImportReport }
  | { readonly kind: 'stopped'; readonly report: LibraryImportReport; readonly failure: StoreFailure }
  | Failed

export type CheckOutcome = { readonly kind: 'done'; readonly report: CheckReport } | Failed

/** 0 to 1. */
export type TellDone = (done: number) => void
