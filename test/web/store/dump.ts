/**
 * A whole library as text, as the browser holds it, and back: what a released version wrote is kept for ever and
 * must open in every later one.
 *
 * Bytes are written as {"$bytes": base64}, rows of numbers as {"$numbers": […]}; everything else in the library is JSON
 * already.
 */
import { settled } from './support.ts'

interface DumpedTable {
  readonly name: string
  readonly keyPath: string | string[] | null
  readonly indexes: readonly {
    readonly name: string
    readonly keyPath: string | string[]
    /** A list is found by each of its items. Not said of dumps before version 4, which have no such index. */
    readonly multiEntry?: boolean
  }[]
  readonly rows: readonly unknown[]
}

export interface Dump {
  /** The browser's own version number: ten times the schema's. */
  readonly version: number
  readonly tables: readonly DumpedTable[]
}

export const dumpLibrary = async (name: string): Promise<Dump> => {
  const db = await settled(indexedDB.open(name))
  const tables: DumpedTable[] = []
  for (const table of [...db.objectStoreNames].sort()) {
    const store = db.transaction(table).objectStore(table)
    const indexes = [...store.indexNames]
      .sort()
      .map(each => store.index(each))
      .map(({ name, keyPath, multiEntry }) => ({ name, keyPath, ...(multiEntry ? { multiEntry } : {}) }))
    tables.push({ name: table, keyPath: store.keyPath, indexes, rows: await settled(store.getAll()) })
  }
  const { version } = db
  db.close()
  return { version, tables }
}

/** Makes the database as the old version left it, without any of today's code. */
export const loadDump = async (name: string, { version, tables }: Dump): Promise<void> => {
  const request = indexedDB.open(name, version)
  request.onupgradeneeded = () => {
    for (const { name: table, keyPath, indexes, rows } of tables) {
      const store = request.result.createObjectStore(table, { keyPath })
      for (const { name: index, keyPath: path, multiEntry = false } of indexes)
        store.createIndex(index, path, { multiEntry })
      for (const row of rows) store.put(row)
    }
  }
  const db = await settled(request)
  db.close()
}

export const dumpToText = (dump: Dump): string => {
  const tables = dump.tables.map(({ rows, ...table }) => {
    const lines = rows.map(row => `      ${JSON.stringify(row, bytesToText)}`)
    return `    ${JSON.stringify(table).slice(0, -1)},"rows":[\n${lines.join(',\n')}\n    ]}`
  })
  return `{\n  "version": ${dump.version},\n  "tables": [\n${tables.join(',\n')}\n  ]\n}\n`
}

export const textToDump = (text: string): Dump => JSON.parse(text, textToBytes) as Dump

const bytesToText = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array
    ? { $bytes: value.toBase64() }
    : value instanceof Float64Array
      ? { $numbers: [...value] }
      : value

const textToBytes = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '$bytes' in value
    ? Uint8Array.fromBase64(String(value.$bytes))
    : typeof value === 'object' && value !== null && '$numbers' in value
      ? Float64Array.from(value.$numbers as number[])
      : value
