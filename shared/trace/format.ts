/**
 * The trace file: an Arrow IPC file (so pandas, DuckDB and R read it) with exactly one row.
 *
 * Every time base and every channel is one column of lists, `list<float64>` or `list<float32>`, so that
 * channels of different rates live in one file. Meaning is in the metadata, all of it text:
 *
 *   schema  'paddock.trace' → '1' (format version)
 *   time    'role' → 'time', 'group' → '0', 'unit' → 'ms'
 *   channel 'role' → 'channel', 'group', 'name', 'unit', 'kind', 'source'
 *
 * Time bases come first, in the order of their group, then the channels. Field names ('time@0', 'speed@gps')
 * are for people; readers go by the metadata and ignore entries they do not know.
 *
 * Bytes are named by their SHA-256, so one trace has one encoding: fields and entries in the order above,
 * every NaN with the same bits. A change of these bytes, also by an update of flechette, is a new version.
 */
export const VERSION_KEY = 'paddock.trace'
export const VERSION = '1'
