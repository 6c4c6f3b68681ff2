import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { decodeText, isJsonObject, type JsonObject, malformed } from './json-document.ts'
import type { Platform } from './platform.ts'

/** One step of the build as the image tells it; claimed by whoever made the image. */
export type HistoryEntry = {
  readonly createdAt: string | null
  readonly createdBy: string | null
  readonly comment: string | null
  readonly emptyLayer: boolean
}

/** An image's configuration (image-spec, config.md; Docker image-spec 1.2). All of it is claimed by the image. */
export type ImageConfig = {
  /** RFC 3339, UTC. */
  readonly createdAt: string | null
  readonly author: string | null
  readonly platform: Platform | null
  readonly user: string | null
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly workingDir: string | null
  readonly env: readonly string[]
  readonly exposedPorts: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly history: readonly HistoryEntry[]
}

const where = 'image configuration'

// A configuration is display only, so a member of the wrong kind counts as absent instead of hiding the rest.
const toText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const toTexts = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

const toObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

function toLabels(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(toObject(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(entries.slice(0, limits.maxAnnotations))
}

/** An RFC 3339 time in UTC. Go's zero time means "not stated". */
function toTime(value: unknown): string | null {
  const text = toText(value)
  const milliseconds = text === null || !/^\d{4}-\d\d-\d\dT/.test(text) ? Number.NaN : Date.parse(text)
  return Number.isNaN(milliseconds) || milliseconds <= Date.parse('0001-12-31')
    ? null
    : new Date(milliseconds).toISOString()
}

function toHistoryEntry(value: unknown): HistoryEntry {
  const entry = toObject(value)
  return {
    createdAt: toTime(entry.created),
    createdBy: toText(entry.created_by),
    comment: toText(entry.comment),
    emptyLayer: entry.empty_layer === true,
  }
}

function parseObject(bytes: Uint8Array): JsonObject {
  try {
    const value: unknown = JSON.parse(decodeText(bytes, where))
    if (isJsonObject(value)) return value
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('MANIFEST_INVALID', `The ${where} is malformed: its JSON is broken.`, { cause })
  }
  throw malformed(where, 'it is not a JSON object')
}

/** Reads an image configuration. Throws `MANIFEST_INVALID` when it is no JSON object. image-spec, config.md. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  const document = parseObject(bytes)
  const config = toObject(document.config)
  const os = toText(document.os)
  const architecture = toText(document.architecture)
  const history = Array.isArray(document.history) ? document.history : []
  return {
    createdAt: toTime(document.created),
    author: toText(document.author),
    platform:
      os === null || architecture === null
        ? null
        : { os, architecture, variant: toText(document.variant), osVersion: toText(document['os.version']) },
    user: toText(config.User),
    entrypoint: toTexts(config.Entrypoint),
    cmd: toTexts(config.Cmd),
    workingDir: toText(config.WorkingDir),
    env: toTexts(config.Env),
    exposedPorts: Object.keys(toObject(config.ExposedPorts)),
    labels: toLabels(config.Labels),
    history: history.slice(0, limits.maxHistoryEntries).map(toHistoryEntry),
  }
}
