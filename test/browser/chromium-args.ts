/**
 * Flags for every Chromium the tests start. No sandbox: test machines often run as root in a container.
 * No QUIC, background networking, component update or sync: a test talks to loopback only, data channels included.
 */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // Together with `CHROMIUM_PERMISSIONS`; a machine that has only loopback offers no address without both.
  '--allow-loopback-in-peer-connection',
]

/** What a browser that may scan codes is allowed; it then also says its addresses instead of names for them. */
export const CHROMIUM_PERMISSIONS = ['microphone', 'camera']
