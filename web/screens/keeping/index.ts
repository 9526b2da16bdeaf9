import { listenForErrors } from './recent-errors.ts'

listenForErrors()

export { default as BackupLine } from './BackupLine.svelte'
export { default } from './Keeping.svelte'
