/** Words of leagues, in English; the types of these tables are the contract. */
import { boardWords } from './en-board.ts'
import { peopleWords } from './en-people.ts'
import { plural } from './plural.ts'

export const en = {
  title: 'League',
  views: { board: 'Leaderboard', people: 'People', room: 'Room' },
  back: 'All leagues',
  mine: 'Where you belong',
  members: (n: number) => plural(n, 'person', 'people'),
  sessions: (n: number) => plural(n, 'session', 'sessions'),
  standing: {
    waiting: 'Waiting to be let in',
    removed: 'You were removed',
  },
  waitingText:
    'An admin has to let you in. Keep Paddock open now and then: the answer comes as soon as one of their devices is met.',
  removedText:
    'You are no longer a member. What you received before is still on this device; nothing new comes.',
  gone: 'This league is not on this device. You may have left it, or the link is not complete.',
  emptyTitle: 'Your leagues will be here',
  emptyText:
    'Share laps with a crew of a few friends, or run a league with a leaderboard nobody can forge. It works from device to device, without an account and without a server.',
  create: {
    open: 'Create one',
    title: 'Create a crew or a league',
    use: 'What it is',
    crew: 'Crew',
    crewNote: 'a few friends, all laps',
    league: 'League',
    leagueNote: 'leaderboard, stewards',
    name: 'Name',
    nameWrong: 'Give it a name of 80 letters at most.',
    button: 'Create',
    working: 'Creating',
    done: (name: string) => `${name} is here. Invite people on its page.`,
  },
  join: {
    open: 'Join with a link',
    title: 'Join with an invitation',
    text: 'Paste the link somebody sent you, or scan its code.',
    label: 'Invitation link',
    wrong: 'This is no invitation link. Nothing was changed; copy the whole link and paste it again.',
    button: 'See what it says',
  },
  sync: {
    title: 'Keeping level',
    text: 'Devices that know each other compare what they have and send what is missing, whenever they meet. There is nothing to press.',
    none: 'Nothing is shared from this device, so nothing is sent.',
    pause: 'Pause',
    pauseNote: 'Nothing is sent or received until you turn this off. What you share waits here.',
    metered: 'This connection costs money',
    meteredNote: 'Times and names still travel; recordings wait until you turn this off or open a lap.',
  },
  keep: {
    text: 'You are somebody in a league now. If this device is lost, so is that, unless you keep 24 words or a small file.',
    open: 'Keep my key safe',
    later: 'Later',
  },
  cancel: 'Cancel',
  board: boardWords,
  people: peopleWords,
}
export type LeagueWords = typeof en
