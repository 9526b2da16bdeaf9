/** The colours a canvas needs, read from the design tokens in force: a canvas cannot use CSS variables. */
export interface ChartColours {
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly selected: string
  readonly reference: string
}

export const chartColours = (element: Element): ChartColours => {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: token('--ink'),
    muted: token('--ink-3'),
    line: token('--line'),
    selected: token('--lap-1'),
    reference: token('--reference'),
  }
}

export const chartFont = (element: Element): string => getComputedStyle(element).fontFamily
