import { expect, test } from 'vitest'
import {
  CONTENT_SECURITY_POLICY,
  composeContentSecurityPolicy,
  composePermissionsPolicy,
  PERMISSIONS_POLICY,
  SECURITY_HEADERS,
} from '#node/page'

test('the policy is exactly this; loosening it is a decision', () => {
  expect(composeContentSecurityPolicy()).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
      "connect-src 'self' http://localhost:7421 http://127.0.0.1:7421 ws: wss:; " +
      "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
      "frame-ancestors 'none'",
  )
})

test("no source names another origin, inline code or eval; only this machine's own rig-bridge and WebSockets of leagues are elsewhere", () => {
  const { 'connect-src': connect = [], ...others } = CONTENT_SECURITY_POLICY
  const known = ["'self'", "'none'", 'data:', 'blob:']
  expect(
    Object.values(others)
      .flat()
      .filter(source => !known.includes(source)),
  ).toEqual([])
  const own = /^http:\/\/(localhost|127\.0\.0\.1):7421$|^wss?:$/
  expect(connect.filter(source => source !== "'self'" && !own.test(source))).toEqual([])
  expect(CONTENT_SECURITY_POLICY['script-src']).toEqual(["'self'"])
})

test('the page may use the camera for pairing codes and stay awake; nothing else of the machine', () => {
  const allowed = Object.keys(PERMISSIONS_POLICY).filter(feature => PERMISSIONS_POLICY[feature]!.length > 0)
  expect(allowed).toEqual(['camera', 'clipboard-write', 'fullscreen', 'screen-wake-lock'])
  expect(composePermissionsPolicy({ camera: ['self'], usb: [] })).toBe('camera=(self), usb=()')
})

test('every header is there once and is one line', () => {
  expect(Object.keys(SECURITY_HEADERS)).toEqual([
    'content-security-policy',
    'x-content-type-options',
    'referrer-policy',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'permissions-policy',
  ])
  for (const value of Object.values(SECURITY_HEADERS)) expect(value).toMatch(/^[\x20-\x7e]+$/)
})
