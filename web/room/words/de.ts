/** Words of a crew's room, in German. */
import type { RoomWords } from './en.ts'

export const de: RoomWords = {
  notes: 'Notizen',
  notesOf: name => `Notizen von ${name}`,
  placeholder:
    'Was alle wissen sollen: der Plan, die Drücke, wer als Nächstes fährt. Ihr könnt alle zugleich schreiben.',
  viewer: 'Zuschauer lesen mit.',
  keeping: {
    kept: 'auf diesem Gerät gespeichert',
    keeping: 'wird gespeichert …',
    'not-kept':
      'Was du zuletzt geschrieben hast, ließ sich auf diesem Gerät nicht speichern: es geht verloren, wenn du die Seite schließt. Schaff unter Einstellungen Platz; mit dem nächsten Buchstaben wird es wieder versucht.',
  },
  people: 'Wer da ist',
  you: 'du, auf diesem Gerät',
  youElsewhere: 'du',
  alone: 'Sonst ist gerade niemand im Raum.',
  strangers: n =>
    n === 1
      ? 'Eine Seite hat nicht bewiesen, wem sie gehört, und steht darum ohne Namen da.'
      : `${n} Seiten haben nicht bewiesen, wem sie gehören, und stehen darum ohne Namen da.`,
  inRoom: 'im Raum',
  onDesk: (road, place) => `in der Analyse${road ? `: ${road}` : ''}${place ? `, ${place}` : ''}`,
  links: {
    opening: 'Sucht die anderen …',
    'no-key':
      'Der Schlüssel des Raums ist noch nicht auf diesem Gerät, darum siehst du nicht, wer da ist; er kommt vom ersten Mitglied, das du triffst.',
    viewer: 'Zuschauer lesen die Notizen und sehen nicht, wer da ist.',
    'no-signal':
      'Niemand wurde gefunden, der eure Seiten zusammenbringt (ein Relay der Liga oder eine Rig-Bridge auf diesem PC), darum siehst du nicht, wer da ist.',
    open: '',
    paused:
      'Dieses Gerät pausiert, darum siehst du nicht, wer da ist, und was du schreibst, bleibt vorerst hier.',
  },
  devices: n =>
    n === 0
      ? 'Notizen warten auf diesem Gerät, bis du jemanden triffst.'
      : `Notizen gehen trotzdem hin und her: ${n === 1 ? 'ein Gerät der Liga ist' : `${n} Geräte der Liga sind`} verbunden.`,
  renew: 'Neuen Schlüssel machen',
  renewNote:
    'Hat kein Gerät den Schlüssel mehr, mach einen neuen: alle Mitglieder bekommen ihn, wenn sie sich treffen.',
  leave: 'Raum verlassen',
  enter: 'Raum betreten',
  left: 'Du hast den Raum verlassen: niemand sieht dich hier. Die Notizen bleiben und werden abgeglichen, wenn du wiederkommst.',
  deskBar: name => `Raum von ${name}`,
  open: 'Raum öffnen',
  follow: name => `${name} folgen`,
  followStop: name => `${name} nicht mehr folgen`,
  deskAlone: 'sonst ist niemand da',
  elsewhere: name => `${name} sieht eine andere Strecke an`,
  deskShown: road => (road === '' ? 'Sie sehen deinen Cursor.' : `Sie sehen deinen Cursor auf ${road}.`),
  deskHidden:
    'Sie sehen, dass du in der Analyse bist, und nichts davon: die Referenzrunde ist nicht mit ihnen geteilt.',
}
