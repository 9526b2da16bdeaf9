/** Which of the words are asked: so many different ones, in order. `below` draws a whole number under its bound. */
export const askedPlaces = (
  count: number,
  wanted: number,
  below: (bound: number) => number,
): readonly number[] => {
  const places = Array.from({ length: count }, (_, i) => i)
  const chosen: number[] = []
  while (chosen.length < wanted && places.length > 0) chosen.push(...places.splice(below(places.length), 1))
  return chosen.toSorted((a, b) => a - b)
}
