/** The guest view's own listener: live numbers for a phone or a stream, on request, and nothing else. */
export {
  GUESTS,
  type GuestListener,
  type GuestOptions,
  type GuestStart,
  startGuestListener,
} from './listener.ts'
