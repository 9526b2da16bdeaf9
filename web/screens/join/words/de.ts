/** Words of an invitation that is looked at, in German. */
import type { JoinWords } from './en.ts'

export const de: JoinWords = {
  title: 'Einladung',
  reading: 'Die Einladung wird gelesen.',
  none: 'In dieser Adresse steht keine Einladung. Kopiere den ganzen Link und öffne ihn noch einmal; nichts wurde geändert.',
  toLeagues: 'Alle Ligen',
  invites: (by, name) => (by === '' ? `Du bist zu ${name} eingeladen.` : `${by} lädt dich zu ${name} ein.`),
  asRole: (role, note) => `Deine Rolle dort: ${role} (${note}).`,
  atOnce: 'Mit diesem Link bist du sofort dabei.',
  asks: 'Ein Admin lässt dich ein: bis dahin siehst du nur den Namen.',
  addresses: n =>
    n === 0
      ? 'Der Link nennt kein Relay: ihr trefft euch in einem Netz oder per Code von Bildschirm zu Bildschirm.'
      : `Der Link nennt ${n} ${n === 1 ? 'Relay' : 'Relays'}, wo sich die Mitglieder treffen.`,
  means: 'Was Beitreten heißt',
  sees: [
    'Mitglieder sehen deinen Namen, die Namen deiner Geräte und wann du verbunden bist.',
    'Sie sehen keine Runde, bis du eine teilst, und dann das, was die Vorschau zeigt.',
    'Wer sich mit dir verbindet, kann deine Netzadresse sehen, wie bei jedem Anruf.',
    'Was andere empfangen haben, bleibt bei ihnen, auch wenn du gehst.',
  ],
  unchecked: 'Wer einlädt, sagt der Link; geprüft wird es, wenn ein Mitglied getroffen wird.',
  join: 'Beitreten',
  joining: 'Tritt bei',
  notNow: 'Jetzt nicht',
  joined: name => `Du bist ${name} beigetreten.`,
  asked: name =>
    `Du hast um Einlass bei ${name} gebeten. Die Antwort kommt, wenn das Gerät eines Admins erreichbar ist.`,
}
