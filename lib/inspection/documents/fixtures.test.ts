import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import type { SbomFormat } from '#lib/sbom/sbom.ts'
import { readDocument } from './read-document.ts'
import type { Wrapping } from './sbom-source.ts'

type Case = {
  readonly id: string
  readonly repository: string
  readonly expect: { readonly sbom: { readonly format: SbomFormat; readonly packageCount: number } | null }
}

const fixtures = join(import.meta.dirname, '../../../../shared/fixtures/key-based')
const isThere = existsSync(join(fixtures, 'cases.json'))
const cases = isThere ? (JSON.parse(readFileSync(join(fixtures, 'cases.json'), 'utf8')) as Case[]) : []

/** Every SBOM in a layout, found by trying each blob as each kind of evidence. */
function listDocuments(repository: string): string[] {
  const folder = join(fixtures, 'layouts', repository, 'blobs/sha256')
  return readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name))
    return (['raw', 'statement', 'dsse', 'bundle'] as const).flatMap((wrapping) => readFacts(bytes, wrapping))
  })
}

function readFacts(bytes: Uint8Array, wrapping: Wrapping): string[] {
  try {
    const { facts, packages } = readDocument(bytes, wrapping)
    expect(packages.all()).toHaveLength(facts.packageCount)
    return [`${facts.format} ${facts.packageCount}`]
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

describe.skipIf(!isThere)('images signed with real tools', () => {
  it.each(cases.filter((one) => one.expect.sbom !== null))(
    '$id: its SBOM has the stated format and number of packages',
    (one) => {
      const { format, packageCount } = one.expect.sbom ?? {}
      expect(listDocuments(one.repository)).toContain(`${format} ${packageCount}`)
    },
  )
})
