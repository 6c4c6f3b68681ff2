import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fetcher } from 'tuf-js'
import { DownloadHTTPError } from 'tuf-js/dist/error.js'
import { AppError } from '#lib/errors/app-error.ts'
import type { DocumentClient } from '#lib/registry/document-client.ts'
import { assertTufRoot } from './assert-tuf-root.ts'

const hasNoMore: readonly number[] = [403, 404]

type FetcherOptions = {
  readonly client: DocumentClient
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** For files that tuf-js wants on disk. */
  readonly directory: string
}

/** Fetches for tuf-js through the guarded client. `failure` is what went wrong first: tuf-js keeps only its text. */
export class TufFetcher implements Fetcher {
  failure: AppError | null = null
  readonly #options: FetcherOptions

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    try {
      return await this.#get(new URL(url), maxLength)
    } catch (error) {
      if (error instanceof AppError) this.failure ??= error
      throw error
    }
  }

  async downloadFile<Result>(
    url: string,
    maxLength: number,
    handler: (file: string) => Promise<Result>,
  ): Promise<Result> {
    const bytes = await this.downloadBytes(url, maxLength)
    const directory = await mkdtemp(join(this.#options.directory, 'file-'))
    const file = join(directory, 'file')
    try {
      await writeFile(file, bytes, { mode: 0o600 })
      return await handler(file)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  async #get(url: URL, maxLength: number): Promise<Buffer> {
    const { client, signal, maxBytes } = this.#options
    const { status, bytes } = await client.get({ url, maxBytes: Math.min(maxLength, maxBytes), signal })
    const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
    const isRoot = /^\d+\.root\.json$/.test(file)
    // The end of the chain of roots; for any other file it is a failure.
    if (isRoot && hasNoMore.includes(status)) throw new DownloadHTTPError('There is no newer root', status)
    if (status !== 200) {
      throw new AppError('TRUST_ROOT_UNREACHABLE', `${url.host} answered ${status} for ${file}.`, {
        context: { host: url.host, status, file },
      })
    }
    if (isRoot) assertTufRoot(bytes.toString('utf8'))
    return bytes
  }
}
