/** What a predicate says in one place: a value, nothing (null), or something of another shape than its specification gives it. */
export type Claim<Value = string> = Value | null | Unreadable
/** `unreadable` says what stands there instead: “a list, where text was expected”. */
export type Unreadable = { readonly unreadable: string }

/** A list as far as it is shown. `total` counts what the predicate lists; `unreadable` says what could not be read of it. */
export type Listed<Item> = {
  readonly items: readonly Item[]
  readonly total: number
  readonly unreadable: string | null
}

/** A named value somewhere inside a part that has no fixed shape: `workflow.ref`, `args[0]`. */
export type Field = { readonly name: string; readonly value: string }

export const isUnreadable = (claim: Claim<unknown>): claim is Unreadable =>
  typeof claim === 'object' && claim !== null && 'unreadable' in claim

/** The value where one is stated and readable, else null. */
export const statedOf = <Value>(claim: Claim<Value>): Value | null =>
  isUnreadable(claim) ? null : (claim as Value | null)
