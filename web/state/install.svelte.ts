/**
 * Installing the page as an app. Chromium offers it once through an event that must be kept until a person
 * asks; other browsers have it in their menu only.
 */
interface InstallOffer extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>
}

class Installer {
  canAsk = $state(false)
  installed = $state(matchMedia('(display-mode: standalone)').matches)
  #offer: InstallOffer | null = null

  /** Called once at the start: the offer comes early and is not repeated. */
  listen(): void {
    addEventListener('beforeinstallprompt', event => {
      event.preventDefault()
      this.#offer = event as InstallOffer
      this.canAsk = true
    })
    addEventListener('appinstalled', () => {
      this.installed = true
    })
  }

  async ask(): Promise<void> {
    const offer = this.#offer
    this.#offer = null
    this.canAsk = false
    await offer?.prompt()
  }
}

export const installer = new Installer()
