/**
 * Which channels are drawn in which chart, from top to bottom.
 *
 * Invariants: a channel is in one panel at most; no panel is empty; an edit never makes more than MAX_PANELS; only channels of one unit share a panel, because
 * a panel has one axis. An edit that cannot be made gives back the same list.
 */
/** More are too low to read on any screen. */
export const MAX_PANELS = 12

export type Panels = readonly (readonly string[])[]

export const isShown = (panels: Panels, channel: string): boolean =>
  panels.some(panel => panel.includes(channel))

/** Shown at the bottom, or no longer shown. */
export const toggleChannel = (panels: Panels, channel: string): Panels => {
  if (!isShown(panels, channel)) return panels.length < MAX_PANELS ? [...panels, [channel]] : panels
  return panels.map(panel => panel.filter(key => key !== channel)).filter(panel => panel.length > 0)
}

export const movePanel = (panels: Panels, from: number, step: -1 | 1): Panels => {
  const to = from + step
  const moved = panels[from]
  const other = panels[to]
  return moved && other ? panels.with(from, other).with(to, moved) : panels
}

export const removePanel = (panels: Panels, at: number): Panels => panels.filter((_, i) => i !== at)

export const canMerge = (panels: Panels, at: number, unitOf: (channel: string) => string): boolean => {
  const upper = panels[at]?.[0]
  const lower = panels[at + 1]?.[0]
  return upper !== undefined && lower !== undefined && unitOf(upper) === unitOf(lower)
}

/** With the panel below it. */
export const mergePanel = (panels: Panels, at: number, unitOf: (channel: string) => string): Panels =>
  canMerge(panels, at, unitOf) ? panels.toSpliced(at, 2, [...panels[at]!, ...panels[at + 1]!]) : panels

/** Every channel of it in a panel of its own, when there is room for them. */
export const splitPanel = (panels: Panels, at: number): Panels =>
  panels.length + (panels[at]?.length ?? 1) - 1 > MAX_PANELS
    ? panels
    : panels.flatMap((panel, i) => (i === at ? panel.map(channel => [channel]) : [panel]))
