/** What the browser needs to install Paddock as an app. Icons and pictures are under `web/public`. */
import type { ManifestOptions } from 'vite-plugin-pwa'

/**
 * Endings of every format Paddock reads, by the type a system may give them; a test compares them with the
 * readers. Left out are .txt and .log, which some loggers write too: nobody wants Paddock to claim those.
 */
const LOG_FILES: Record<string, string[]> = {
  'text/csv': ['.csv'],
  'application/gpx+xml': ['.gpx'],
  'application/vnd.apache.arrow.file': ['.arrow'],
  'application/octet-stream': [
    ...['.vbo', '.ld', '.ldx', '.xrk', '.xrz', '.drk', '.xdrk', '.rrk'],
    ...['.rcz', '.nmea', '.ubx'],
  ],
}

/** A background map of one's own. */
const MAP_FILES: Record<string, string[]> = { 'application/vnd.pmtiles': ['.pmtiles'] }

/** Phones share by type and know no type for most logs, so those come as plain bytes or text. */
const SHARED_TYPES = [
  ...Object.keys(LOG_FILES),
  ...Object.values(LOG_FILES).flat(),
  'text/plain',
  'application/zip',
]

export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Paddock',
  short_name: 'Paddock',
  description: 'A racing notebook that lives on your own machine: laps, telemetry and analyses, offline.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#0b0f14',
  theme_color: '#0b0f14',
  lang: 'en',
  dir: 'ltr',
  // Files opened from the system arrive in the Paddock that is open, without taking its page away.
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  file_handlers: [{ action: '/import', accept: { ...LOG_FILES, ...MAP_FILES } }],
  share_target: {
    action: '/import',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      files: [{ name: 'files', accept: SHARED_TYPES }],
    },
  },
  categories: ['sports', 'utilities', 'productivity'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
  ],
  shortcuts: [
    {
      name: 'Library',
      short_name: 'Library',
      url: '/',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
    {
      name: 'Storage and settings',
      short_name: 'Settings',
      url: '/settings',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
  screenshots: [
    {
      src: '/screenshots/wide.png',
      sizes: '1440x900',
      type: 'image/png',
      form_factor: 'wide',
      label: 'A session: laps, sectors, speed and the track',
    },
    {
      src: '/screenshots/narrow.png',
      sizes: '780x1688',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'The library on a phone',
    },
  ],
}
