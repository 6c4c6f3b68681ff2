// Most objects have a handful of members: comparing a few short strings is faster than hashing them.
const maxLinear = 12

/** The member names seen so far in one object; reused from object to object. */
export class MemberNames {
  readonly #few: string[] = []
  #count = 0
  #many: Set<string> | null = null

  clear(): void {
    this.#count = 0
    this.#many = null
  }

  /** False when the name was there already. */
  add(name: string): boolean {
    if (this.#many !== null) {
      const before = this.#many.size
      return this.#many.add(name).size > before
    }
    for (let index = 0; index < this.#count; index += 1) {
      if (this.#few[index] === name) return false
    }
    if (this.#count === maxLinear) this.#many = new Set([...this.#few, name])
    else this.#few[this.#count++] = name
    return true
  }
}
