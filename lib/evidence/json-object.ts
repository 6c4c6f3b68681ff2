/** An object that came out of a JSON parser; nothing about its members is known. */
export type JsonObject = { readonly [name: string]: unknown }

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first member that is not among those allowed, null when there is none. */
export function findUnknownMember(object: JsonObject, allowed: readonly string[]): string | null {
  return Object.keys(object).find((name) => !allowed.includes(name)) ?? null
}
