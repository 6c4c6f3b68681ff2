import type { Point } from './graph-layout.ts'

/** An edge as an SVG path, and the middle of its last bend: where its result is written. */
export type EdgePath = { readonly d: string; readonly middle: Point }

const round = (value: number): number => Math.round(value * 10) / 10

/** Bends between layers, straight within them. `points` are pairs of a place left and a place entered. */
export function toEdgePath(points: readonly Point[], direction: 'right' | 'down'): EdgePath {
  const [first = { x: 0, y: 0 }] = points
  const parts = [`M${round(first.x)} ${round(first.y)}`]
  let middle = first
  for (let index = 1; index < points.length; index += 2) {
    const [a, b, out] = [points[index - 1] ?? first, points[index] ?? first, points[index + 1]]
    middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
    const [c, d] =
      direction === 'right'
        ? [`${round(middle.x)} ${round(a.y)}`, `${round(middle.x)} ${round(b.y)}`]
        : [`${round(a.x)} ${round(middle.y)}`, `${round(b.x)} ${round(middle.y)}`]
    parts.push(`C${c} ${d} ${round(b.x)} ${round(b.y)}`)
    if (out !== undefined) parts.push(`L${round(out.x)} ${round(out.y)}`)
  }
  return { d: parts.join(''), middle }
}
