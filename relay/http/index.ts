/** The relay's HTTP server. */
export {
  createRelayHttp,
  DEFAULT_RELAY_HTTP_LIMITS,
  type RelayHttpLimits,
  type RelayHttpParts,
} from './server.ts'
