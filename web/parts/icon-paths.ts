/** Paddock's own line icons: one path each, on a 24 × 24 grid. */
export const ICON_PATHS = {
  library: 'M4 5h16M4 10h16M4 15h10M4 20h7',
  settings:
    'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM19 12a7 7 0 0 0-.1-1.2l2-1.5-2-3.4-2.3 1a7 7 0 0 0-2.1-1.2L14.1 3H9.9l-.4 2.7a7 7 0 0 0-2.1 1.2l-2.3-1-2 3.4 2 1.5a7 7 0 0 0 0 2.4l-2 1.5 2 3.4 2.3-1a7 7 0 0 0 2.1 1.2l.4 2.7h4.2l.4-2.7a7 7 0 0 0 2.1-1.2l2.3 1 2-3.4-2-1.5c.1-.4.1-.8.1-1.2Z',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6 6 18',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  flag: 'M5 21V4h13l-2.5 4.5L18 13H5',
  keys: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  storage:
    'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3ZM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  offline: 'M5 13a10 10 0 0 1 14 0M8.5 16.5a5 5 0 0 1 7 0M12 20h.01M2 9.5a15 15 0 0 1 20 0',
  noNetwork:
    'M3 3l18 18M8.5 16.5a5 5 0 0 1 7 0M12 20h.01M2 9.5a15 15 0 0 1 5-3.2M22 9.5A15 15 0 0 0 11 6.1M5 13a10 10 0 0 1 4.6-2.7M19 13a10 10 0 0 0-2.5-1.9',
  warning: 'M12 3 2 20h20L12 3ZM12 10v4M12 17h.01',
  import: 'M12 3v11M7.5 9.5 12 14l4.5-4.5M4 15v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4',
  check: 'M4.5 12.5l5 5L19.5 7',
  stop: 'M7 7h10v10H7z',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.5V12l3 2',
  table: 'M4 5h16v14H4zM4 10h16M10 10v9',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 8h.01',
  question: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9.7 9.6a2.4 2.4 0 1 1 3.3 2.2c-.7.3-1 .8-1 1.6M12 16.5h.01',
  leftOut: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12h8',
  turnLeft: 'M4 4v6h6M4.6 10A8 8 0 1 1 4 13',
  turnRight: 'M20 4v6h-6M19.4 10A8 8 0 1 0 20 13',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  chevron: 'M9 5l7 7-7 7',
  restore: 'M4 9h10a6 6 0 1 1 0 12H8M4 9l4-4M4 9l4 4',
} as const
export type IconName = keyof typeof ICON_PATHS
