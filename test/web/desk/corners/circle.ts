/** A round road of 1000 m, driven to the left or to the right. */
import { asMetres } from '#shared/units'
import { type CornerRoad, createCornerRoad } from '../../../../web/screens/desk/corners/corner-road.ts'

const LENGTH_M = 1000

export const roadOfCircle = (turn: 'left' | 'right'): CornerRoad => {
  const radius = LENGTH_M / (2 * Math.PI)
  const metres = Float64Array.from({ length: 201 }, (_, i) => i * 5)
  const sign = turn === 'left' ? 1 : -1
  const x = metres.map(m => radius * Math.cos((sign * m) / radius))
  const y = metres.map(m => radius * Math.sin((sign * m) / radius))
  return createCornerRoad({ metres, x, y }, asMetres(LENGTH_M))
}

export const ROAD = roadOfCircle('left')
