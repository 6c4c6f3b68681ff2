import { isAppError } from '#lib/errors/app-error.ts'
import { formatReference, parseReference } from '#lib/oci/reference.ts'
import { identifyPrivateKey } from './private-key.ts'

/**
 * What a pasted text is. `reference` is normalised, and `isBareWord` when it may as well be a word to search for (`nginx`);
 * `pem` is the text itself; `search` is whatever is left, with the reason why it is no reference.
 */
export type Paste =
  | { readonly kind: 'empty' }
  | { readonly kind: 'private-key'; readonly name: string }
  | { readonly kind: 'pem'; readonly pem: string }
  | { readonly kind: 'reference'; readonly text: string; readonly reference: string; readonly isBareWord: boolean }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'search'; readonly text: string; readonly reason: string | null }

// Options of docker, podman, cosign, crane, skopeo … that take a value, so that the value is not read as the image.
const optionsWithValue = new Set([
  ...['--key', '--certificate-identity', '--certificate-identity-regexp', '--certificate-oidc-issuer'],
  ...['--certificate-oidc-issuer-regexp', '--certificate', '--certificate-chain', '--type', '--platform', '--output'],
  ...['-o', '-a', '--annotations', '--predicate', '--predicate-type', '--policy', '--rekor-url', '--signature'],
  ...['--trusted-root', '--bundle', '--ca-roots', '--name', '-p', '-v', '-e', '--registry-username', '--username'],
  ...['--registry-password', '--password', '--slot', '--sk-slot', '--payload', '--attachment', '--timeout', '-t'],
])
const programs = new Set([
  'docker',
  'podman',
  'nerdctl',
  'cosign',
  'crane',
  'skopeo',
  'oras',
  'regctl',
  'syft',
  'grype',
  'notation',
])

/** Tells what somebody pasted: a key, a digest, a reference, or a command line that names one. Never throws. */
export function recognisePaste(input: string): Paste {
  const text = input.trim()
  if (text === '') return { kind: 'empty' }
  const name = identifyPrivateKey(text)
  if (name !== null) return { kind: 'private-key', name }
  if (/-----BEGIN [A-Z0-9 ]+-----/.test(text)) return { kind: 'pem', pem: text }
  if (/^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/i.test(text))
    return { kind: 'digest', digest: text.toLowerCase() }
  const words = splitCommand(text)
  const program = words[0]?.split('/').at(-1) ?? ''
  if (words.length > 1 && (programs.has(program) || program === '$' || program === 'sudo'))
    return recogniseCommand(words, text)
  return recogniseReference(text)
}

/** The words of a shell line: continuation lines joined, quotes taken off. Nothing is expanded. */
function splitCommand(text: string): string[] {
  const joined = text.replace(/\\\r?\n/g, ' ')
  return Array.from(joined.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g), ([word]) => word.replace(/["']/g, ''))
}

function recogniseCommand(words: readonly string[], text: string): Paste {
  const found: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '|' || word === '>' || word === '&&' || word === ';') break
    if (word.startsWith('-')) {
      if (optionsWithValue.has(word)) at++
    } else found.push(word)
  }
  // The image is the last free word of `pull IMAGE` and `cosign verify … IMAGE`; of `run IMAGE COMMAND` the first that fits.
  const verb = found.findIndex((word) => word === 'run' || word === 'create')
  const candidates = verb < 0 ? found.slice(2).reverse() : found.slice(verb + 1)
  for (const candidate of candidates) {
    const paste = recogniseReference(candidate)
    if (paste.kind === 'reference') return paste
  }
  return { kind: 'search', text, reason: 'No image reference was found in this command line.' }
}

function recogniseReference(text: string): Paste {
  const bare = text.replace(/^(?:docker|https?|oci):\/\//, '').replace(/\/+$/, '')
  try {
    const reference = formatReference(parseReference(bare))
    return { kind: 'reference', text: bare, reference, isBareWord: /^[a-z0-9_-]+$/.test(bare) }
  } catch (error) {
    return { kind: 'search', text, reason: isAppError(error) ? error.message : null }
  }
}
