/** The worker behind exports, imports of an export, and checks of the library. Whoever asked ends it. */
import { expose } from 'comlink'
import { archiveApi } from './archive-api.ts'

export type ArchiveWorker = typeof archiveApi

expose(archiveApi)
