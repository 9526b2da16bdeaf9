/** Words about people's devices and how far they are, in German. */
import type { SyncWords } from './en.ts'

const others = (n: number): string => (n === 1 ? 'einem anderen' : `${n} anderen`)

export const de: SyncWords = {
  level: (n, when) => `gleichauf mit ${others(n)}${when ? `, ${when}` : ''}`,
  levelWith: (name, when) => `gleichauf mit ${name}${when ? `, ${when}` : ''}`,
  alone: 'noch niemanden getroffen',
  away: when => (when ? `niemand verbunden; zuletzt gleichauf ${when}` : 'niemand verbunden'),
  comparing: n => `vergleicht mit ${others(n)}`,
  sending: (n, name) => (name ? `sendet ${n} an ${name}` : `sendet ${n}`),
  receiving: (n, name) => (name ? `empfängt ${n} von ${name}` : `empfängt ${n}`),
  both: (send, receive) => `sendet ${send}, empfängt ${receive}`,
  paused: 'auf diesem Gerät angehalten',
  attention: 'jemand sollte hinsehen',
  routes: {
    here: 'selber Rechner',
    lan: 'selbes Netz',
    direct: 'direkt',
    relayed: 'über ein Relay',
    paired: 'per Code verbunden',
  },
  phases: { comparing: 'vergleicht', receiving: 'empfängt', sending: 'sendet', level: 'gleichauf' },
  ownName: 'Dein Name, wie andere ihn sehen',
  ownNameWrong:
    'Sag zuerst deinen Namen, mit höchstens 80 Buchstaben: ohne ihn weiß niemand, wessen Runden das sind.',
  uses: { devices: 'Meine Geräte', crew: 'Crew', league: 'Liga' },
  roles: { admin: 'Admin', steward: 'Steward', driver: 'Fahrer', viewer: 'Zuschauer' },
  roleNotes: {
    admin: 'entscheidet, wer dazugehört',
    steward: 'entscheidet über Runden und Linien',
    driver: 'teilt Runden',
    viewer: 'schaut zu und teilt nichts',
  },
  code: {
    copy: 'Kopieren',
    copied: 'Kopiert.',
    copyFailed: 'Der Browser ließ Paddock nicht kopieren. Markiere den Text und kopiere ihn selbst.',
    picture: 'Dasselbe als Code zum Scannen',
    scan: 'Mit der Kamera scannen',
    scanEnd: 'Kamera ausschalten',
    view: 'Was die Kamera sieht',
    fromPicture: 'Aus einem Bild lesen',
    refused:
      'Der Browser lässt Paddock nicht an die Kamera. Nichts wurde gelesen; erlaube es für diese Seite oder füge den Text ein.',
    noCamera: 'Hier ließ sich keine Kamera benutzen. Nichts wurde gelesen; füge den Text ein.',
    nothing:
      'In diesem Bild wurde kein Code gefunden. Nichts wurde gelesen; nimm ihn näher und gerade auf oder füge den Text ein.',
  },
  ends: {
    closed: 'hat die Verbindung beendet',
    lost: 'ging verloren; es wird von selbst wieder versucht',
    replaced: 'hat sich neu verbunden, die frühere Verbindung wurde beendet',
    'no-answer': 'hat nicht rechtzeitig geantwortet; es wird von selbst wieder versucht',
    'wrong-league': 'gehört zu einer anderen Liga und bekam deshalb nichts',
    'wrong-proof': 'konnte nicht beweisen, wer es ist, und bekam deshalb nichts',
    'not-a-member': 'ist hier kein Mitglied und bekam deshalb nichts',
    removed: 'wurde hier entfernt und bekommt nichts mehr',
    'newer-version': 'hat ein neueres Paddock, das dieses nicht versteht; aktualisiere dieses',
    'older-version': 'hat ein älteres Paddock, das dieses nicht versteht; aktualisiere es dort',
    'broken-protocol': 'hat etwas Sinnloses gesendet; nichts davon wurde behalten',
    'too-much': 'hat mehr gesendet als erlaubt; was zu viel war, wurde nicht behalten',
    lied: 'hat Runden gesendet, die nicht sind, was sie sagen; nichts davon wurde behalten',
    paused: 'wartet, weil dieses Gerät angehalten ist',
  },
}
