/** Serving the built page. */
export {
  createPage,
  NOT_BUILT_SENTENCE,
  NOT_FOUND_SENTENCE,
  type Page,
  type PageAnswer,
  type PageRequest,
  writePageAnswer,
} from './page.ts'
export {
  CONTENT_SECURITY_POLICY,
  composeContentSecurityPolicy,
  composePermissionsPolicy,
  PERMISSIONS_POLICY,
  SECURITY_HEADERS,
} from './security-headers.ts'
