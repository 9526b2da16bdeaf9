/** Who a program is: its keys, and the certificate of its listener. */
export {
  createTransportCertificate,
  readTransportCertificate,
  type TransportCertificate,
} from './certificate.ts'
export { type OpenedIdentity, openIdentity, type ProgramIdentity } from './keys.ts'
