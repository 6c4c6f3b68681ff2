import type { State } from '#lib/evidence/state.ts'

/** What an attestation in a state proves, in a sentence. `signer` is how the screen calls the signer, null when unknown. */
export function formatProof(content: string, state: State, signer: string | null): string {
  switch (state) {
    case 'verified':
      return `${signer ?? 'Somebody'}, whom you trust, vouches for ${content}.`
    case 'untrusted':
      return signer === null
        ? 'Nothing to you yet: no key or identity that you trust signed it, and a foreign signature cannot be told from a changed statement.'
        : `Nothing to you yet: ${signer} signed it, whom no rule of yours trusts here.`
    case 'invalid':
      return 'Nothing: the signature or the statement is broken.'
    case 'unsigned':
      return 'Nothing: nobody signed it, so anybody who can push could have written it.'
    case 'undetermined':
      return 'Nothing as long as it cannot be checked.'
  }
}
