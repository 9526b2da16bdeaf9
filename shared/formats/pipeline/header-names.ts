/** Header cells like 'Engine RPM (rpm)' taken apart. */

export interface HeaderName {
  readonly name: string
  /** '' when the header gives none. */
  readonly unit: string
}

/** The last pair of brackets at the end is the unit: 'Engine Load(Absolute)(%)' is in per cent. */
export const headerToName = (cell: string): HeaderName => {
  const [, name, unit] = /^(.*\S)\s*[([]([^()[\]]{0,40})[)\]]\s*$/.exec(cell) ?? []
  return name === undefined ? { name: cell.trim(), unit: '' } : { name, unit: unit!.trim() }
}
