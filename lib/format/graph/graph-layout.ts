/** A node to be placed: in which layer it stands. */
export type LayoutNode = { readonly id: string; readonly layer: number }
export type LayoutEdge = { readonly id: string; readonly from: string; readonly to: string }

/** Sizes in pixels; `right` puts layers beside one another, `down` below one another. */
export type LayoutOptions = {
  readonly direction: 'right' | 'down'
  readonly nodeWidth: number
  readonly nodeHeight: number
  readonly layerGap: number
  readonly nodeGap: number
}

export type Point = { readonly x: number; readonly y: number }
export type GraphLayout = {
  readonly width: number
  readonly height: number
  /** The upper left corner of each node. */
  readonly nodes: ReadonlyMap<string, Point>
  /** The corners that each edge goes through, its ends included. */
  readonly edges: ReadonlyMap<string, readonly Point[]>
}

/** A node, or the place where an edge passes through a layer. */
type Place = {
  readonly key: string
  readonly layer: number
  readonly size: number
  readonly isNode: boolean
  at: number
}

/** Between two edges that pass through a layer, in pixels. */
const passingSize = 8
const sweeps = 8

/**
 * Places nodes in their layers with few crossings (barycentres, the best of some sweeps) and edges as straight as they can be
 * (each layer's least-squares positions). The same graph always looks the same. `layer` of every edge's ends must differ.
 */
export function layOutGraph(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  options: LayoutOptions,
): GraphLayout {
  const { direction, nodeWidth, nodeHeight, layerGap, nodeGap } = options
  const [across, along] = direction === 'right' ? [nodeHeight, nodeWidth] : [nodeWidth, nodeHeight]
  const ranks = rankLayers(nodes)
  const places = new Map<string, Place>()
  const layers: Place[][] = Array.from({ length: new Set(ranks.values()).size }, () => [])
  const put = (key: string, layer: number, isNode: boolean) => {
    const place = { key, layer, isNode, size: isNode ? across : passingSize, at: 0 }
    places.set(key, place)
    layers[layer]?.push(place)
  }
  for (const { id } of nodes) put(id, ranks.get(id) ?? 0, true)
  const routes = new Map(edges.map((edge) => [edge.id, toRoute(edge, ranks, put)]))
  const links = linkNeighbours([...routes.values()], places)
  orderLayers(layers, links)
  alignLayers(layers, links, nodeGap)

  const first = Math.min(...[...places.values()].map(({ at, size }) => at - size / 2))
  const middle = (key: string): number => (places.get(key)?.at ?? 0) - first
  const start = (layer: number): number => layer * (along + layerGap)
  const turn = (far: number, wide: number): Point => (direction === 'right' ? { x: far, y: wide } : { x: wide, y: far })
  const ports = spreadEnds(routes, places, across)
  const points = (id: string, route: readonly string[]): Point[] =>
    route.flatMap((key, index) => {
      const place = places.get(key)
      if (place === undefined) return []
      const [near, far] = [start(place.layer), start(place.layer) + along]
      const at = middle(key) + (ports.get(`${id} ${key}`) ?? 0)
      if (index === 0) return [turn(far, at)]
      if (index === route.length - 1) return [turn(near, at)]
      return [turn(near, at), turn(far, at)]
    })
  const wide = Math.max(0, ...[...places.values()].map(({ key, size }) => middle(key) + size / 2))
  const far = start(Math.max(0, layers.length - 1)) + along
  return {
    width: direction === 'right' ? far : wide,
    height: direction === 'right' ? wide : far,
    nodes: new Map(nodes.map(({ id }) => [id, turn(start(ranks.get(id) ?? 0), middle(id) - across / 2)])),
    edges: new Map(Array.from(routes, ([id, route]) => [id, points(id, route)])),
  }
}

/** Layers that hold a node, counted without gaps. */
function rankLayers(nodes: readonly LayoutNode[]): Map<string, number> {
  const used = [...new Set(nodes.map(({ layer }) => layer))].toSorted((a, b) => a - b)
  return new Map(nodes.map(({ id, layer }) => [id, used.indexOf(layer)]))
}

/** The places that an edge leads through, from its earlier end to its later one. */
function toRoute(
  { id, from, to }: LayoutEdge,
  ranks: ReadonlyMap<string, number>,
  put: (key: string, layer: number, isNode: boolean) => void,
): string[] {
  const [a, b] = [ranks.get(from) ?? 0, ranks.get(to) ?? 0]
  const [head, tail] = a <= b ? [from, to] : [to, from]
  const between = Array.from({ length: Math.max(0, Math.abs(b - a) - 1) }, (_, step) => {
    const layer = Math.min(a, b) + step + 1
    const key = `${id} @ ${layer}`
    put(key, layer, false)
    return key
  })
  return [head, ...between, tail]
}

/** Distance between the ends of two edges at one side of a node, in pixels. */
const endGap = 12

/** Where along the side of a node each edge ends, from its middle, in the order of where the edges come from. */
function spreadEnds(
  routes: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, Place>,
  across: number,
): Map<string, number> {
  const sides = new Map<string, { key: string; from: number }[]>()
  const end = (side: string, key: string, next: string | undefined) => {
    const one = { key, from: places.get(next ?? '')?.at ?? 0 }
    const held = sides.get(side)
    if (held === undefined) sides.set(side, [one])
    else held.push(one)
  }
  for (const [id, route] of routes) {
    const [head = '', tail = ''] = [route[0], route.at(-1)]
    end(`out ${head}`, `${id} ${head}`, route[1])
    end(`in ${tail}`, `${id} ${tail}`, route.at(-2))
  }
  const ports = new Map<string, number>()
  for (const ends of sides.values()) {
    const gap = ends.length === 1 ? 0 : Math.min(endGap, (across - 16) / (ends.length - 1))
    const sorted = ends.toSorted((a, b) => a.from - b.from)
    for (const [index, { key }] of sorted.entries()) ports.set(key, (index - (ends.length - 1) / 2) * gap)
  }
  return ports
}

type Links = {
  readonly before: ReadonlyMap<Place, readonly Place[]>
  readonly after: ReadonlyMap<Place, readonly Place[]>
}

function linkNeighbours(routes: readonly (readonly string[])[], places: ReadonlyMap<string, Place>): Links {
  const before = new Map<Place, Place[]>()
  const after = new Map<Place, Place[]>()
  const add = (map: Map<Place, Place[]>, key: Place, value: Place) => {
    const held = map.get(key)
    if (held === undefined) map.set(key, [value])
    else held.push(value)
  }
  for (const route of routes) {
    for (let index = 1; index < route.length; index++) {
      const [a, b] = [places.get(route[index - 1] ?? ''), places.get(route[index] ?? '')]
      if (a === undefined || b === undefined) continue
      add(after, a, b)
      add(before, b, a)
    }
  }
  return { before, after }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function number(layer: readonly Place[]): void {
  for (const [index, place] of layer.entries()) place.at = index
}

/** Sorts each layer by where its neighbours stand, to and fro; the order with the fewest crossings is kept. */
function orderLayers(layers: Place[][], { before, after }: Links): void {
  for (const layer of layers) number(layer)
  let best = layers.map((layer) => [...layer])
  let fewest = countCrossings(layers, after)
  let idle = 0
  for (let sweep = 0; sweep < sweeps && fewest > 0 && idle < 2; sweep++) {
    const isForth = sweep % 2 === 0
    const neighbours = isForth ? before : after
    for (const layer of isForth ? layers : layers.toReversed()) {
      const wanted = new Map(
        layer.map((place) => [place, mean((neighbours.get(place) ?? [place]).map(({ at }) => at))]),
      )
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.at - b.at)
      number(layer)
    }
    const crossings = countCrossings(layers, after)
    idle = crossings < fewest ? 0 : idle + 1
    if (crossings >= fewest) continue
    fewest = crossings
    best = layers.map((layer) => [...layer])
  }
  for (const [index, layer] of best.entries()) {
    layers[index] = layer
    number(layer)
  }
}

/** Crossings between neighbouring layers: inversions among the ends, counted in a Fenwick tree. */
function countCrossings(layers: readonly (readonly Place[])[], after: Links['after']): number {
  let crossings = 0
  for (const [index, layer] of layers.entries()) {
    const size = layers[index + 1]?.length ?? 0
    const tree = new Uint32Array(size + 1)
    let counted = 0
    for (const place of layer) {
      const ends = (after.get(place) ?? []).map(({ at }) => at).toSorted((a, b) => a - b)
      for (const end of ends) {
        let notAbove = 0
        for (let at = end + 1; at > 0; at -= at & -at) notAbove += tree[at] ?? 0
        crossings += counted - notAbove
      }
      for (const end of ends) {
        for (let at = end + 1; at <= size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1
      }
      counted += ends.length
    }
  }
  return crossings
}

/** Moves each layer's places towards their neighbours as far as the gaps between them allow. */
function alignLayers(layers: readonly (readonly Place[])[], { before, after }: Links, nodeGap: number): void {
  for (const layer of layers) {
    const wanted = layer.map((place) => place.at * (place.size + nodeGap))
    settle(layer, wanted, nodeGap)
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const wanted = layer.map((place) => {
        const ends = [...(before.get(place) ?? []), ...(after.get(place) ?? [])]
        return ends.length === 0 ? place.at : mean(ends.map(({ at }) => at))
      })
      settle(layer, wanted, nodeGap)
    }
  }
}

/** The nearest positions to the wanted ones that keep order and distance (isotonic regression, pooling neighbours). */
function settle(layer: readonly Place[], wanted: readonly number[], nodeGap: number): void {
  const offsets: number[] = []
  let offset = 0
  for (const [index, place] of layer.entries()) {
    const previous = layer[index - 1]
    if (previous !== undefined) {
      const gap = previous.isNode || place.isNode ? nodeGap : 0
      offset += previous.size / 2 + gap + place.size / 2
    }
    offsets.push(offset)
  }
  const pools: { sum: number; count: number }[] = []
  for (const [index, position] of wanted.entries()) {
    let pool = { sum: position - (offsets[index] ?? 0), count: 1 }
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.sum / last.count <= pool.sum / pool.count) break
      pools.pop()
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count }
    }
    pools.push(pool)
  }
  let index = 0
  for (const { sum, count } of pools) {
    for (let step = 0; step < count; step++, index++) {
      const place = layer[index]
      if (place !== undefined) place.at = sum / count + (offsets[index] ?? 0)
    }
  }
}
