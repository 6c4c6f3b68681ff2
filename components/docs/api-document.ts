import type { JsonSchema } from '#lib/format/schema-text.ts'

/** The part of an OpenAPI document that its page shows. */
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: { readonly schemas?: Readonly<Record<string, JsonSchema>> }
}

export type ApiParameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: JsonSchema
  readonly description?: string
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>

export type ApiOperation = {
  readonly summary?: string
  readonly parameters?: readonly ApiParameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>
}

/** One operation with its address. */
export type ListedOperation = { readonly method: string; readonly path: string; readonly operation: ApiOperation }

/** The operations by the first part of their path, in the document's order. */
export function groupOperations(
  document: ApiDocument,
): { readonly noun: string; readonly operations: ListedOperation[] }[] {
  const groups = new Map<string, ListedOperation[]>()
  for (const [path, item] of Object.entries(document.paths)) {
    const noun = path.split('/')[1] ?? ''
    const operations = groups.get(noun) ?? []
    for (const [method, operation] of Object.entries(item)) {
      if (isOperation(operation)) operations.push({ method: method.toUpperCase(), path, operation })
    }
    groups.set(noun, operations)
  }
  return Array.from(groups, ([noun, operations]) => ({ noun, operations }))
}

// A path item also holds `servers`, where the address is not under the document's own.
const isOperation = (value: unknown): value is ApiOperation =>
  typeof value === 'object' && value !== null && 'responses' in value
