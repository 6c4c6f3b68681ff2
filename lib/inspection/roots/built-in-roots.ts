import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }

/** A trusted root that is known before anybody adds one, with the TUF repository that renews it. */
export type BuiltInRoot = {
  readonly id: string
  readonly name: string
  readonly mirror: string
  /** The TUF root metadata that everything from the mirror is verified with, as JSON. */
  readonly tufRoot: string
  /** The `trusted_root.json` that comes with the package, and the day on which it was taken. */
  readonly snapshot: { readonly text: string; readonly takenAt: string }
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8')

const publicGoodMirror = 'https://tuf-repo-cdn.sigstore.dev'
const publicGoodSeed = seeds[publicGoodMirror]

/** Sigstore's public-good instance, as its own JavaScript client (@sigstore/tuf 5.0.1, published with provenance) carries it. */
export const publicGoodRoot: BuiltInRoot = {
  id: 'sigstore-public-good',
  name: 'Sigstore public good',
  mirror: publicGoodMirror,
  tufRoot: decode(publicGoodSeed['root.json']),
  snapshot: { text: decode(publicGoodSeed.targets['trusted_root.json']), takenAt: '2026-11-05T00:19:12Z' },
}
