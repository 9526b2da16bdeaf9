/** The words of the health page, one shape for every language. */
import type { HealthRow, Level } from './facts.ts'

export interface HealthWords {
  readonly lang: string
  readonly title: string
  readonly names: Readonly<Record<HealthRow['id'], string>>
  readonly levels: Readonly<Record<Level, string>>
  readonly headline: {
    readonly bad: string
    readonly game: string
    readonly track: string
    readonly pair: string
    readonly good: string
    readonly ended: string
  }
  readonly game: {
    readonly searching: string
    readonly start: string
    readonly bridgeLinux: string
    readonly idle: string
    readonly ended: string
  }
  readonly memory: {
    readonly none: string
    readonly good: string
    readonly bad: string
    readonly sameUser: string
  }
  readonly samples: {
    readonly none: string
    readonly enterTrack: string
    readonly rate: (perS: number) => string
    readonly slow: string
    readonly seen: (percent: string) => string
  }
  readonly app: {
    readonly none: string
    readonly pair: (address: string) => string
    readonly away: string
    readonly open: (address: string) => string
    readonly here: (count: number) => string
  }
  readonly laps: {
    readonly failed: string
    readonly none: string
    readonly waiting: (count: number) => string
    readonly onTheirWay: string
    readonly fetch: string
    readonly kept: string
  }
  readonly disk: {
    readonly unknown: string
    readonly free: (amount: string) => string
    readonly hours: (hours: string) => string
    readonly make: string
  }
  readonly guest: {
    readonly off: string
    readonly how: string
    readonly on: (count: number) => string
    readonly title: string
    readonly text: string
    readonly lostText: string
    readonly renew: string
    readonly confirm: string
  }
  readonly page: string
  readonly cancel: string
  readonly pairings: {
    readonly title: string
    readonly none: string
    readonly revoke: string
    readonly confirm: string
    readonly since: (date: string) => string
    readonly open: string
  }
  readonly lost: string
  readonly failed: string
}

const en: HealthWords = {
  lang: 'en',
  title: 'Rig-bridge',
  names: {
    game: 'Game',
    memory: "The game's memory",
    samples: 'Samples',
    app: 'Your page',
    laps: 'Laps',
    disk: 'Disk',
    guest: 'Guest view',
  },
  levels: { good: 'Good', wait: 'Waiting', bad: 'Needs you', off: 'Off' },
  headline: {
    bad: 'Something needs you',
    game: 'Waiting for a game',
    track: 'Waiting for you to enter the track',
    pair: 'Recording; no page is connected',
    good: 'Everything works',
    ended: 'The recording has been played to its end',
  },
  game: {
    searching: 'Not seen yet',
    start: 'Start Assetto Corsa, Assetto Corsa Competizione or AC EVO.',
    bridgeLinux:
      "On Linux a game under Proton hides its memory: start shm-bridge or simshmbridge in the game's prefix before the game.",
    idle: 'Memory is there, no game in it yet',
    ended: 'The recording has ended',
  },
  memory: {
    none: 'Nothing to read yet',
    good: 'Readable',
    bad: 'Not readable',
    sameUser: 'Start the rig-bridge as the same user as the game, neither of the two as administrator.',
  },
  samples: {
    none: 'None yet',
    enterTrack: 'Enter the track: they come once you sit in the car and the game is not paused.',
    rate: perS => `${perS} a second`,
    slow: 'Few samples make coarse curves: close programs that keep this PC busy.',
    seen: percent => `${percent} of what the game wrote was seen`,
  },
  app: {
    none: 'Not paired yet',
    pair: address =>
      `Open ${address}, go to Live, ask for a code and type the six digits that the rig-bridge's window shows.`,
    away: 'Paired, not connected',
    open: address => `Laps are kept here meanwhile. To watch, open ${address}.`,
    here: count => (count === 1 ? 'Connected' : `${count} connected`),
  },
  laps: {
    failed: 'Not being kept',
    none: 'All fetched',
    waiting: count => (count === 1 ? '1 lap waits' : `${count} laps wait`),
    onTheirWay: 'Your page is fetching them.',
    fetch: 'They are safe here until your page has fetched them, which it does by itself.',
    kept: 'What you drive now is being kept',
  },
  disk: {
    unknown: 'Not known',
    free: amount => `${amount} free`,
    hours: hours => `Room for about ${hours} hours of driving`,
    make: 'Make room on this disk; laps that do not fit wait in memory only.',
  },
  guest: {
    off: 'Off',
    how: 'To show live numbers on a phone or in a stream, start the rig-bridge with --guest.',
    on: count => (count === 0 ? 'On, nobody watches' : count === 1 ? 'On, 1 watches' : `On, ${count} watch`),
    title: 'Guest view',
    text: 'Live numbers only, for whoever has this code, on this network. Scan it, or open the address.',
    lostText: 'A code was given out before the last restart and still works. Make a new one to see it here.',
    renew: 'New code',
    confirm: 'The old code stops working at once. Make a new one?',
  },
  page: 'Open Paddock',
  cancel: 'Leave it',
  pairings: {
    title: 'Pages that may connect',
    none: 'No page is paired yet.',
    revoke: 'Revoke',
    confirm: 'This page is disconnected at once and must be paired again. Revoke it?',
    since: date => `paired on ${date}`,
    open: 'connected now',
  },
  lost: 'The rig-bridge does not answer, so what this page shows is old; laps are kept when it runs: start it again.',
  failed: 'That did not work, and nothing was changed: try again, or restart the rig-bridge.',
}

const de: HealthWords = {
  lang: 'de',
  title: 'Rig-Bridge',
  names: {
    game: 'Spiel',
    memory: 'Speicher des Spiels',
    samples: 'Messwerte',
    app: 'Deine Seite',
    laps: 'Runden',
    disk: 'Festplatte',
    guest: 'Gastansicht',
  },
  levels: { good: 'Gut', wait: 'Wartet', bad: 'Braucht dich', off: 'Aus' },
  headline: {
    bad: 'Etwas braucht dich',
    game: 'Wartet auf ein Spiel',
    track: 'Wartet, bis du auf die Strecke gehst',
    pair: 'Zeichnet auf; keine Seite ist verbunden',
    good: 'Alles läuft',
    ended: 'Die Aufzeichnung ist bis zum Ende abgespielt',
  },
  game: {
    searching: 'Noch nicht gesehen',
    start: 'Starte Assetto Corsa, Assetto Corsa Competizione oder AC EVO.',
    bridgeLinux:
      'Unter Linux verbirgt Proton den Speicher des Spiels: starte shm-bridge oder simshmbridge im Prefix des Spiels, vor dem Spiel.',
    idle: 'Speicher ist da, noch kein Spiel darin',
    ended: 'Die Aufzeichnung ist zu Ende',
  },
  memory: {
    none: 'Noch nichts zu lesen',
    good: 'Lesbar',
    bad: 'Nicht lesbar',
    sameUser:
      'Starte die Rig-Bridge als derselbe Benutzer wie das Spiel, keines von beiden als Administrator.',
  },
  samples: {
    none: 'Noch keine',
    enterTrack: 'Geh auf die Strecke: sie kommen, sobald du im Auto sitzt und das Spiel nicht pausiert.',
    rate: perS => `${perS} pro Sekunde`,
    slow: 'Wenige Messwerte geben grobe Kurven: schließe Programme, die diesen PC auslasten.',
    seen: percent => `${percent} von dem, was das Spiel schrieb, wurde gesehen`,
  },
  app: {
    none: 'Noch nicht gekoppelt',
    pair: address =>
      `Öffne ${address}, geh zu Live, fordere einen Code an und tippe die sechs Ziffern aus dem Fenster der Rig-Bridge ein.`,
    away: 'Gekoppelt, nicht verbunden',
    open: address => `Runden werden inzwischen hier verwahrt. Zum Zusehen öffne ${address}.`,
    here: count => (count === 1 ? 'Verbunden' : `${count} verbunden`),
  },
  laps: {
    failed: 'Wird nicht verwahrt',
    none: 'Alle abgeholt',
    waiting: count => (count === 1 ? '1 Runde wartet' : `${count} Runden warten`),
    onTheirWay: 'Deine Seite holt sie gerade ab.',
    fetch: 'Sie sind hier sicher, bis deine Seite sie abgeholt hat; das tut sie von selbst.',
    kept: 'Was du jetzt fährst, wird verwahrt',
  },
  disk: {
    unknown: 'Unbekannt',
    free: amount => `${amount} frei`,
    hours: hours => `Platz für etwa ${hours} Stunden Fahrt`,
    make: 'Schaffe Platz auf dieser Festplatte; Runden, die nicht passen, warten nur im Arbeitsspeicher.',
  },
  guest: {
    off: 'Aus',
    how: 'Um Live-Werte auf einem Handy oder in einem Stream zu zeigen, starte die Rig-Bridge mit --guest.',
    on: count =>
      count === 0 ? 'An, niemand sieht zu' : count === 1 ? 'An, 1 sieht zu' : `An, ${count} sehen zu`,
    title: 'Gastansicht',
    text: 'Nur Live-Werte, für alle mit diesem Code, in diesem Netz. Scanne ihn oder öffne die Adresse.',
    lostText:
      'Vor dem letzten Neustart wurde ein Code ausgegeben, der noch gilt. Erzeuge einen neuen, um ihn hier zu sehen.',
    renew: 'Neuer Code',
    confirm: 'Der alte Code gilt sofort nicht mehr. Einen neuen erzeugen?',
  },
  page: 'Paddock öffnen',
  cancel: 'Lassen',
  pairings: {
    title: 'Seiten, die sich verbinden dürfen',
    none: 'Noch ist keine Seite gekoppelt.',
    revoke: 'Widerrufen',
    confirm: 'Diese Seite wird sofort getrennt und muss neu gekoppelt werden. Widerrufen?',
    since: date => `gekoppelt am ${date}`,
    open: 'jetzt verbunden',
  },
  lost: 'Die Rig-Bridge antwortet nicht, also ist alt, was diese Seite zeigt; Runden werden verwahrt, wenn sie läuft: starte sie neu.',
  failed:
    'Das hat nicht geklappt, und nichts wurde geändert: versuch es noch einmal oder starte die Rig-Bridge neu.',
}

export const HEALTH_WORDS = { en, de } as const

/** The first language of a browser's list that there are words for. */
export const acceptedWords = (header: string | undefined): HealthWords => {
  const asked = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameters.find(parameter => parameter.startsWith('q='))
      return {
        language: tag.split('-')[0],
        weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0,
      }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { language } of asked) {
    if (language === 'de') return de
    if (language === 'en') return en
  }
  return en
}
