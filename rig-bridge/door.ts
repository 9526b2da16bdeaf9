/** Who comes in through the bridge's own port: pages with a token, and those that get one by a code. */
import type { PairingCodes, Pairings } from '#rig-bridge/pairing'
import type { Door } from '#rig-bridge/socket'

export interface DoorParts {
  readonly pairings: Pairings
  readonly codes: PairingCodes
  /** Puts a code before the person at this machine, and nowhere else. */
  readonly showCode: (code: string, validMs: number) => void
  /** The list of pairings has changed. */
  readonly onPaired: (name: string) => void
}

export const createDoor = ({ pairings, codes, showCode, onPaired }: DoorParts): Door => ({
  knows: token => pairings.find(token)?.id ?? null,
  pairing: {
    showCode: asker => {
      const asked = codes.ask(asker)
      if (asked.kind !== 'code') return null
      showCode(asked.code, asked.validMs)
      return { validMs: asked.validMs }
    },
    pair: async (asker, code, name) => {
      const typed = codes.type(asker, code)
      if (typed !== 'right') return { kind: typed }
      const { pairing, token } = await pairings.add(name)
      onPaired(pairing.name)
      return { kind: 'paired', token, pairing: pairing.id }
    },
    leave: asker => codes.leave(asker),
  },
})
