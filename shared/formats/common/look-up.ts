/**
 * What a table of ours says about a name from a file. Such names are anybody's: an object has a 'constructor' and a
 * 'toString' of its own accord, and they must not be taken for entries.
 */
export const lookUp = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
