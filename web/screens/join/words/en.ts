/** Words of an invitation that is looked at, in English; the type of this table is the contract. */
export const en = {
  title: 'Invitation',
  reading: 'Reading the invitation.',
  none: 'There is no invitation in this address. Copy the whole link and open it again; nothing was changed.',
  toLeagues: 'All leagues',
  invites: (by: string, name: string) =>
    by === '' ? `You are invited to ${name}.` : `${by} invites you to ${name}.`,
  asRole: (role: string, note: string) => `Your role there: ${role} (${note}).`,
  atOnce: 'With this link you are in at once.',
  asks: 'An admin lets you in: until then you see the name only.',
  addresses: (n: number) =>
    n === 0
      ? 'The link names no relay: you meet on one network, or by a code from screen to screen.'
      : `The link names ${n} ${n === 1 ? 'relay' : 'relays'} where its members meet.`,
  means: 'What joining means',
  sees: [
    'Members see your name, the names of your devices and when you are connected.',
    'They see no lap until you share one, and then what the preview shows.',
    'Whoever connects to you can see your network address, as with any call.',
    'What others received stays with them, also when you leave.',
  ],
  unchecked: 'Who invites is what the link says; it is checked when a member is met.',
  join: 'Join',
  joining: 'Joining',
  notNow: 'Not now',
  joined: (name: string) => `You joined ${name}.`,
  asked: (name: string) => `You asked to join ${name}. The answer comes when an admin’s device is met.`,
}
export type JoinWords = typeof en
