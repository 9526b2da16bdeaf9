/**
 * Begins reading some things before their turn, so that one is read while another is written.
 *
 * Invariants: each is handed out in its turn, its first piece read already; what was begun and is not wanted any more
 * is ended. Memory: the first pieces of `depth` things.
 */
export interface Begun<Item, Piece> {
  readonly item: Item
  readonly pieces: AsyncIterable<Piece>
}

export async function* readAhead<Item, Piece>(
  items: readonly Item[],
  depth: number,
  read: (item: Item) => AsyncGenerator<Piece>,
): AsyncGenerator<Begun<Item, Piece>> {
  const begun: {
    readonly item: Item
    readonly generator: AsyncGenerator<Piece>
    readonly first: First<Piece>
  }[] = []
  let next = 0
  const fill = (): void => {
    for (; begun.length < depth && next < items.length; next++) {
      const item = items[next]!
      const generator = read(item)
      const first = generator.next()
      // Whoever takes its turn hears of a failure; until then it is nobody's.
      first.catch(() => {})
      begun.push({ item, generator, first })
    }
  }
  try {
    for (fill(); begun.length > 0; fill()) {
      const { item, generator, first } = begun.shift()!
      fill()
      yield { item, pieces: startingWith(first, generator) }
    }
  } finally {
    for (const { generator } of begun) await generator.return(undefined)
  }
}

type First<Piece> = Promise<IteratorResult<Piece>>

async function* startingWith<Piece>(first: First<Piece>, rest: AsyncGenerator<Piece>): AsyncGenerator<Piece> {
  try {
    const { value, done } = await first
    if (done) return
    yield value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
