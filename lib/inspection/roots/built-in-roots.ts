import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import githubTrustedRoot from './github-trusted-root.json' with { type: 'json' }
import githubTufRoot from './github-tuf-root.json' with { type: 'json' }

/** A trusted root that is known before anybody adds one, with the TUF repository that renews it. */
export type BuiltInRoot = {
  readonly id: string
  readonly name: string
  readonly mirror: string
  /** The TUF root metadata that everything from the mirror is verified with, as JSON. */
  readonly tufRoot: string
  /** The `trusted_root.json` that comes with the package, and the day on which it was taken. */
  readonly snapshot: { readonly document: string; readonly takenAt: string }
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
  snapshot: { document: decode(publicGoodSeed.targets['trusted_root.json']), takenAt: '2026-11-05T00:19:12Z' },
}

/**
 * GitHub's own instance, for attestations of private repositories. Both files are those of Sigstore's Rust client (crate
 * sigstore-trust-root 0.15.1). Its TUF root, version 9, is signed by the threshold of version 3 as well, which GitHub's gh
 * 2.72.0 embeds (module github.com/cli/cli/v2).
 */
export const githubRoot: BuiltInRoot = {
  id: 'github',
  name: 'GitHub',
  mirror: 'https://tuf-repo.github.com',
  tufRoot: JSON.stringify(githubTufRoot),
  snapshot: { document: JSON.stringify(githubTrustedRoot), takenAt: '2026-10-23T07:59:14Z' },
}

export const builtInRoots: readonly BuiltInRoot[] = [publicGoodRoot, githubRoot]
