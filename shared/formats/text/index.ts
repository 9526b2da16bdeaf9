/** Text files as loggers write them: decoding, heads, headers, and long numeric bodies. */
export { splitCells } from './cells.ts'
export { buildChunks, type Chunks } from './chunks.ts'
export { decodeText, hasByteOrderMark } from './decode.ts'
export { type HeadLines, headLines, readHeadLines } from './head-lines.ts'
export { type Delimiter, MAX_LINE, scanTable, type Table, type TableOptions } from './table.ts'
