/** Words of two devices that meet by codes from screen to screen, in German. */
import type { PairingTable } from './en.ts'

export const de: PairingTable = {
  offer: {
    device: 'Weiteres Gerät verbinden',
    league: 'Gerät neben mir verbinden',
    making: 'Ein Code wird erstellt.',
    first:
      '1. Öffne Paddock auf dem anderen Gerät, dort Einstellungen, Meine Geräte, „Auf Code antworten“, und scanne dies oder füge es ein:',
    codeLabel: 'Code für das andere Gerät',
    second: '2. Es zeigt dann einen eigenen Code. Scanne ihn hier oder füge ihn ein:',
    answerLabel: 'Code des anderen Geräts',
    take: 'Verbinden',
    empty: 'Füge zuerst den Code des anderen Geräts hier ein.',
  },
  answer: {
    title: 'Auf Code antworten',
    text: 'Ein anderes Gerät zeigt einen Code. Scanne ihn oder füge ihn hier ein.',
    codeLabel: 'Code des anderen Geräts',
    take: 'Lesen',
    empty: 'Füge zuerst den Code des anderen Geräts hier ein.',
    asks: {
      'be-my-device': from =>
        `${from} möchte, dass dieses Gerät zu derselben Person gehört. Was deren Geräte teilen, kommt hierher, und was hier für „meine Geräte“ aufbewahrt ist, geht dorthin.`,
      meet: from =>
        `${from} möchte dieses Gerät einmal treffen, um gleichzuziehen, was ihr teilt. Niemandes Gerät wird das eines anderen.`,
    },
    back: 'Zeige dem anderen Gerät diesen Code:',
    backLabel: 'Antwort für das andere Gerät',
    waiting: 'Wartet, bis das andere Gerät ihn annimmt.',
  },
  compare: {
    title: 'Zeigen beide Bildschirme diese vier Wörter?',
    text: 'Sieh auf beide Bildschirme. Weicht ein Wort ab, ist jemand dazwischen: dann sag nein.',
    yes: 'Ja, alle vier',
    no: 'Nein',
    waiting: 'Wartet, bis auch der andere Bildschirm ja sagt.',
    done: 'Verbunden.',
    denied: 'Nichts wurde verbunden und nichts gesendet. Beginne auf beiden Bildschirmen neu.',
  },
  again: 'Neu beginnen',
  cancel: 'Abbrechen',
  close: 'Schließen',
}
