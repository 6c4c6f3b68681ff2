/** A file that a command reads, and what it has to hold. */
export type CommandFile = { readonly name: string; readonly holds: string }

const files: readonly CommandFile[] = [
  { name: 'cosign.pub', holds: 'the public key of the signer' },
  {
    name: 'authority.pem',
    holds: 'the certificates above that of the signer, the nearest first and the trusted one last',
  },
  { name: 'tsa.pem', holds: 'the certificate of the authority of its time stamp' },
  { name: 'trusted_root.json', holds: 'the trusted root of the Sigstore instance that proves it' },
]

/** The files that whoever runs the command has to have; those that it makes itself are not among them. */
export function listCommandFiles(command: string): readonly CommandFile[] {
  const words = new Set(command.split(/[\s=,]+/))
  return files.filter(({ name }) => words.has(name))
}
