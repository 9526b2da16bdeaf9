/** The worker that judges other people's changes of documents. Whoever started it ends it, also in the middle of its work. */
import { expose } from 'comlink'
import { vetUpdate } from '#shared/sync'

const api = { vet: vetUpdate }
export type VetWorker = typeof api

expose(api)
