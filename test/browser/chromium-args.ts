/**
 * Flags for every Chromium the tests start. No sandbox: test machines often run as root in a container.
 * No QUIC, background networking, component update or sync: a test talks to loopback only.
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
]
