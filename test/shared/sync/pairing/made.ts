/** Descriptions as Chromium 156 and Firefox write them, and what else a code is made of. */
import type { DeviceId, LeagueId } from '#shared/logbook'

export const DEVICE = '1d'.repeat(32) as DeviceId
export const LEAGUE = '7e'.repeat(32) as LeagueId
export const NONCE = Uint8Array.from({ length: 16 }, (_, i) => 200 + i)
export const NOW = 1_800_000_000_000

const FINGERPRINT = Array.from({ length: 32 }, (_, i) =>
  (i * 7 + 3).toString(16).padStart(2, '0').toUpperCase(),
).join(':')

export const chromiumSdp = (setup = 'actpass', candidates = CHROMIUM_CANDIDATES): string =>
  [
    'v=0',
    'o=- 3317422301232931243 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS',
    'm=application 51441 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 192.168.1.20',
    ...candidates,
    'a=ice-ufrag:zk+/',
    'a=ice-pwd:AbCdEfGhIjKlMnOpQrStUv+/',
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    `a=setup:${setup}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    '',
  ].join('\r\n')

export const CHROMIUM_CANDIDATES = [
  'a=candidate:2545417471 1 udp 2113937151 9e5a7b1c-0d3f-4a61-8c2e-1f2a3b4c5d6e.local 51441 typ host generation 0 network-cost 999',
  'a=candidate:842163049 1 udp 2113939711 fd00:1:2:3:a:b:c:d 51442 typ host generation 0 network-id 2',
  'a=candidate:1 1 udp 2122260223 192.168.1.20 51443 typ host generation 0 network-id 1',
  'a=candidate:2 1 tcp 1518280447 192.168.1.20 9 typ host tcptype active generation 0',
  'a=candidate:3 1 udp 1677729535 203.0.113.9 51443 typ srflx raddr 0.0.0.0 rport 0',
]

export const firefoxSdp = (setup = 'active'): string =>
  [
    'v=0',
    'o=mozilla...THIS_IS_SDPARTA-99.0 7262135318201021 0 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=sendrecv',
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    'a=group:BUNDLE 0',
    'a=ice-options:trickle',
    'a=msid-semantic:WMS *',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=candidate:0 1 UDP 2122252543 7d1b0c9e-1a2b-4c3d-8e4f-5a6b7c8d9e0f.local 44321 typ host',
    'a=sendrecv',
    'a=end-of-candidates',
    'a=ice-pwd:0123456789abcdef0123456789abcdef',
    'a=ice-ufrag:89abcdef',
    'a=mid:0',
    `a=setup:${setup}`,
    'a=sctp-port:5000',
    'a=max-message-size:1073741823',
    '',
  ].join('\r\n')

/** The most a description can hold: six IPv6 addresses, the longest password of a browser. */
export const longestSdp = (): string =>
  firefoxSdp('actpass').replace(
    /^a=candidate.*$/m,
    Array.from(
      { length: 9 },
      (_, i) =>
        `a=candidate:${i} 1 udp ${2122252543 - i} 2001:db8:1:2:3:4:5:${(4660 + i).toString(16)} ${40_000 + i} typ host`,
    ).join('\r\n'),
  )
