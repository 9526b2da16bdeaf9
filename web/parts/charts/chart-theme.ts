/** The colours a canvas needs, read from the design tokens in force: a canvas cannot use CSS variables. */
export interface ChartColours {
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly slower: string
  readonly faster: string
  /** Any token by its name, '--lap-3'. */
  readonly token: (name: string) => string
}

export const chartColours = (element: Element): ChartColours => {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: token('--ink'),
    muted: token('--ink-3'),
    line: token('--line'),
    slower: token('--slower'),
    faster: token('--personal'),
    token,
  }
}
