import { isJsonObject } from '#lib/evidence/json-object.ts'
import type { Claim, Field, Listed, Unreadable } from './claim.ts'

/** Characters of one text; longer ones end with “…” and are whole in the raw JSON. */
const maxText = 2000
const maxName = 300
const maxFields = 200
const maxFieldDepth = 6
/** Elements that are looked at to count fields: a parameter tree of a million leaves is not worth an exact number. */
const maxCounted = 20_000

/**
 * A place in a predicate. Everything in it is claimed and may have any shape: reading never throws, and what is missing
 * or of another shape is told apart.
 */
export class ClaimedValue {
  readonly raw: unknown
  /** What stands in the way above this place, null when nothing does. */
  readonly #obstacle: string | null

  constructor(raw: unknown, obstacle: string | null = null) {
    this.raw = raw
    this.#obstacle = obstacle
  }

  get isStated(): boolean {
    return this.#obstacle !== null || (this.raw !== undefined && this.raw !== null)
  }

  at(...path: readonly string[]): ClaimedValue {
    return path.reduce<ClaimedValue>((place, name) => place.#member(name), this)
  }

  // attacker-controlled: only own members count, so that `__proto__` and `constructor` are names like any other.
  #member(name: string): ClaimedValue {
    if (this.#obstacle !== null) return this
    if (isJsonObject(this.raw)) return new ClaimedValue(Object.hasOwn(this.raw, name) ? this.raw[name] : undefined)
    if (!this.isStated) return new ClaimedValue(undefined)
    return new ClaimedValue(undefined, `inside ${describe(this.raw)}, where an object was expected`)
  }

  /** The first of the places that is stated; the last one when none is. */
  firstOf(...names: readonly string[]): ClaimedValue {
    const places = names.map((name) => this.#member(name))
    return places.find(({ isStated }) => isStated) ?? places.at(-1) ?? this
  }

  /** Text, or a number or truth value as it is written. Empty text is not stated. */
  text(maxLength = maxText): Claim {
    const { raw } = this
    if (typeof raw === 'string') return raw === '' ? null : cut(raw, maxLength)
    if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
    return this.#unlessMissing('text')
  }

  number(): Claim<number> {
    const { raw } = this
    return typeof raw === 'number' && Number.isFinite(raw) ? raw : this.#unlessMissing('a number')
  }

  flag(): Claim<boolean> {
    const { raw } = this
    return typeof raw === 'boolean' ? raw : this.#unlessMissing('true or false')
  }

  /** The number of elements, or of members of an object. */
  count(): Claim<number> {
    if (Array.isArray(this.raw)) return this.raw.length
    if (isJsonObject(this.raw)) return Object.keys(this.raw).length
    return this.#unlessMissing('a list')
  }

  #unlessMissing(expected: string): Unreadable | null {
    if (this.#obstacle !== null) return { unreadable: this.#obstacle }
    return this.isStated ? { unreadable: `${describe(this.raw)}, where ${expected} was expected` } : null
  }

  /** All elements, for counting; nothing when this is no list. */
  *elements(): Generator<ClaimedValue> {
    if (!Array.isArray(this.raw)) return
    for (const element of this.raw as readonly unknown[]) yield new ClaimedValue(element)
  }

  /** The first `max` elements; those that `read` has nothing for are counted as unreadable. */
  list<Item>(max: number, read: (element: ClaimedValue) => Item | null): Listed<Item> {
    const { raw } = this
    if (!Array.isArray(raw)) {
      const wrong = this.#unlessMissing('a list')
      return { items: [], total: 0, unreadable: wrong === null ? null : wrong.unreadable }
    }
    const first = (raw as readonly unknown[]).slice(0, max)
    const items = first.flatMap((element) => read(new ClaimedValue(element)) ?? [])
    const lost = first.length - items.length
    return { items, total: raw.length, unreadable: lost === 0 ? null : `${lost} of its entries` }
  }

  /** The first `max` members of an object, as written in it. */
  members<Item>(max: number, read: (name: string, value: ClaimedValue) => Item): Listed<Item> {
    const { raw } = this
    if (!isJsonObject(raw)) {
      const wrong = this.#unlessMissing('an object')
      return { items: [], total: 0, unreadable: wrong === null ? null : wrong.unreadable }
    }
    const names = Object.keys(raw)
    const items = names.slice(0, max).map((name) => read(cut(name, maxName), new ClaimedValue(raw[name])))
    return { items, total: names.length, unreadable: null }
  }

  /** Texts of a list. */
  texts(max: number): Listed<string> {
    return this.list(max, (element) => {
      const text = element.text()
      return typeof text === 'string' ? text : null
    })
  }

  /** Whatever is inside, leaf by leaf, to a depth and a number that can be shown. */
  fields(max = maxFields): Listed<Field> {
    if (this.#obstacle !== null) return { items: [], total: 0, unreadable: this.#obstacle }
    const items: Field[] = []
    let total = 0
    const visit = (value: unknown, name: string, depth: number): void => {
      if (total >= maxCounted || value === null || value === undefined) return
      const isOpen = depth < maxFieldDepth
      if (isOpen && Array.isArray(value)) {
        for (const [index, element] of value.slice(0, maxCounted).entries())
          visit(element, `${name}[${index}]`, depth + 1)
      } else if (isOpen && isJsonObject(value)) {
        for (const member of Object.keys(value).slice(0, maxCounted)) {
          visit(value[member], name === '' ? member : `${name}.${member}`, depth + 1)
        }
      } else {
        total += 1
        if (items.length < max) items.push({ name: cut(name, maxName), value: toShort(value) })
      }
    }
    visit(this.raw, '', 0)
    return { items, total, unreadable: null }
  }
}

const toShort = (value: unknown): string =>
  typeof value === 'string' ? cut(value, maxText) : typeof value === 'object' ? describe(value) : String(value)

const cut = (text: string, maxLength: number): string =>
  text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isJsonObject(value)) return 'an object'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'a number' : String(value)
}
