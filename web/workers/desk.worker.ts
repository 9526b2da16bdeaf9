/** The worker behind the desk. Whoever started it ends it. */
import { expose } from 'comlink'
import { createDeskApi } from './desk-api.ts'

expose(createDeskApi())
