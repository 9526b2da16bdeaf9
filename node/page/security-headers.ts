/**
 * The security headers of everything Paddock serves, written out in this one place. The browser tests assert
 * the page works under exactly this policy, so loosening it is a change somebody sees.
 *
 * Nothing may come from or go to another origin: no script, style, font or picture from elsewhere, no inline
 * script or style, nobody may frame the page. The other places the page talks to are the rig-bridge of the same machine,
 * where the page itself came from elsewhere, and devices of a person's leagues: those by WebRTC, which connect-src does not
 * govern, and by WebSocket, to addresses in anybody's network, which no list can name. Everything on such a socket is
 * encrypted to a key proved by the handshake.
 */
import { RIG_PORT } from '#shared/api'

const OWN_RIG = ['localhost', '127.0.0.1'].map(name => `http://${name}:${RIG_PORT}`)
const LEAGUES = ['ws:', 'wss:']

export const CONTENT_SECURITY_POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  // data: and blob: are pictures the page itself made: exported charts, liveries received from a peer.
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", ...OWN_RIG, ...LEAGUES],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** What the page may ask the browser for. Everything named with an empty list is refused without a question. */
export const PERMISSIONS_POLICY: Readonly<Record<string, readonly string[]>> = {
  accelerometer: [],
  // Reading another device's pairing code.
  camera: ['self'],
  'clipboard-read': [],
  'clipboard-write': ['self'],
  'display-capture': [],
  // A wall screen shows the race without the browser's frame, and must not fall asleep.
  fullscreen: ['self'],
  geolocation: [],
  gyroscope: [],
  hid: [],
  magnetometer: [],
  microphone: [],
  midi: [],
  payment: [],
  'screen-wake-lock': ['self'],
  serial: [],
  usb: [],
  'xr-spatial-tracking': [],
}

export const composeContentSecurityPolicy = (
  policy: Readonly<Record<string, readonly string[]>> = CONTENT_SECURITY_POLICY,
): string =>
  Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ')

export const composePermissionsPolicy = (
  policy: Readonly<Record<string, readonly string[]>> = PERMISSIONS_POLICY,
): string =>
  Object.entries(policy)
    .map(([feature, allowed]) => `${feature}=(${allowed.join(' ')})`)
    .join(', ')

/** Sent with every answer: documents, workers (which have a policy of their own), errors and JSON alike. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': composeContentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  // An address can name a session or a league; other sites must not learn it from a followed link.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': composePermissionsPolicy(),
}
