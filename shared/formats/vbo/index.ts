/** VBO: files of Racelogic VBOX and of the programs that imitate it, and the writer our fixtures come from. */
export { vboReader } from './reader.ts'
export { type VboOptions, writeVbo } from './writer.ts'
