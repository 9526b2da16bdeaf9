/** Line icons of the chart's tools: one path each, on a 24 × 24 grid. */
export const TOOL_ICONS = {
  zoomIn: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21M10.5 7.5v6M7.5 10.5h6',
  zoomOut: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21M7.5 10.5h6',
  left: 'M20 12H4M10 6l-6 6 6 6',
  right: 'M4 12h16M14 6l6 6-6 6',
  back: 'M9 5 4 10l5 5M4 10h10a6 6 0 0 1 6 6v3',
  forward: 'M15 5l5 5-5 5M20 10H10a6 6 0 0 0-6 6v3',
  whole: 'M3 5v14M21 5v14M6 12h12M9 9l-3 3 3 3M15 9l3 3-3 3',
  pan: 'M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5',
  zoom: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z',
  range: 'M6 4v16M18 4v16M6 12h12M9 9.5 6.5 12 9 14.5M15 9.5l2.5 2.5-2.5 2.5',
} as const

export type ToolIcon = keyof typeof TOOL_ICONS
