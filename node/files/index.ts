/** Writing files so that nobody ever sees half of one. */
export { type FileContent, type Written, writeWholeFile } from './write-whole.ts'
