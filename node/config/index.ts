/** How the programs are told what to do. */
export * from './common.ts'
export { argvToFlags, nearestWord, quoted } from './flags.ts'
export { type HelpWords, tableToHelp } from './help.ts'
export { type Loaded, loadFlags, loadSettings, type Sources } from './load.ts'
export { readConfigFile } from './read-file.ts'
export * from './settings.ts'
