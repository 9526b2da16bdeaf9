/** Keys of a row of tabs, as everybody knows them: arrows go around, Home and End to the ends. Null for any other key. */
export const stepTab = <T extends string>(tabs: readonly T[], now: T, key: string): T | null => {
  const at = tabs.indexOf(now)
  if (key === 'ArrowRight') return tabs[(at + 1) % tabs.length] ?? null
  if (key === 'ArrowLeft') return tabs.at(at - 1) ?? null
  if (key === 'Home') return tabs[0] ?? null
  if (key === 'End') return tabs.at(-1) ?? null
  return null
}
