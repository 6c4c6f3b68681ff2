/** The part of JSON Schema (2020-12) that the contracts use. */
export type JsonSchema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly description?: string
}

/** A schema as people read it, in the manner of TypeScript: `{ reference: string; platform?: string }`. */
export function formatSchema(schema: JsonSchema, indent = ''): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  const union = schema.anyOf ?? schema.oneOf
  if (union !== undefined) return unique(union.map((part) => formatSchema(part, indent))).join(' | ')
  if (schema.allOf !== undefined) return unique(schema.allOf.map((part) => formatSchema(part, indent))).join(' & ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return formatEnum(schema.enum, indent)
  if (Array.isArray(schema.type)) {
    return unique(schema.type.map((type: string) => formatSchema({ ...schema, type }, indent))).join(' | ')
  }
  switch (schema.type) {
    case 'array':
      return formatArray(schema.items ?? {}, indent)
    case 'object':
      return formatObject(schema, indent)
    case 'integer':
      return 'integer'
    case undefined:
      return 'any'
    default:
      return String(schema.type)
  }
}

const unique = (parts: readonly string[]): string[] => [...new Set(parts)]

function formatEnum(values: readonly unknown[], indent: string): string {
  const parts = values.map((value) => JSON.stringify(value))
  const line = parts.join(' | ')
  return line.length <= 90 ? line : parts.map((part) => `\n${indent}  | ${part}`).join('')
}

function formatArray(items: JsonSchema, indent: string): string {
  const text = formatSchema(items, indent)
  return / [|&] /.test(text) && !text.startsWith('{') ? `(${text})[]` : `${text}[]`
}

function formatObject(schema: JsonSchema, indent: string): string {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) {
    const rest = schema.additionalProperties
    return typeof rest === 'object' ? `{ [name: string]: ${formatSchema(rest, indent)} }` : '{}'
  }
  const required = new Set(schema.required ?? [])
  const lines = fields.map(([name, field]) => {
    const note = field.description === undefined ? '' : `  // ${field.description}`
    return `${indent}  ${name}${required.has(name) ? '' : '?'}: ${formatSchema(field, `${indent}  `)}${note}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}
