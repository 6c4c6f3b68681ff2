import type { Evidence } from '#lib/evidence/evidence.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import type { Verdict } from '#lib/trust/verdict.ts'

const fence = '```'

/** The page that explains a bundle to whoever is given it, with the commands that check the same. */
export function toReadme(verdict: Verdict): string {
  const { sentence, reference, digest, platform, checkedAt } = verdict
  const commands = [...new Set([...verdict.signatures, ...verdict.attestations].flatMap(commandOf))]
  const online =
    commands.length === 0
      ? 'No other tool checks what was found here.'
      : `With the image in a registry, and beside them the files that they name: \`cosign.pub\` from \`keys.pem\`, \`trusted_root.json\` from \`roots/\`, \`authority.pem\` from \`certificates.pem\`:\n\n${commands.map(block).join('\n\n')}`
  return `# Evidence about an image

    ${visibleText(sentence)}

| | |
|---|---|
| Image | \`${visibleText(reference)}\` |
| Digest | \`${digest}\` |
| Platform | ${platform ?? 'as it is, no platform was chosen'} |
| Judged | ${checkedAt} |

## Check it again

Offline, with Touchstone and the same verifier. It ends with an error when anything differs:

${block('npm run recheck -- evidence.zip')}

That no file changed:

${block('sha256sum -c SHA256SUMS')}

${online}

## What is in it

| file | is |
|---|---|
| \`verdict.json\` | the verdict, with every check and the values compared |
| \`rules.json\` | the trust rules that were applied, and the time of the judgement |
| \`keys.pem\`, \`certificates.pem\`, \`roots/\` | the keys, certificates and Sigstore trusted roots that were trusted |
| \`revocation.json\`, \`revocation/\` | what authorities said of certificates that they may have revoked, if any was asked |
| \`image/\` | an OCI image layout: index, manifest, configuration, and every piece of evidence by its digest. The layers of the image are not in it |
| \`answers.json\` | what the registry said of referrers, and what it refused |
| \`SHA256SUMS\` | the checksum of every other file |

Nothing vouches for this file itself: what it shows is that this evidence, judged by these rules at that time, gives this verdict.
Compare the digest with the one that you run, and the keys and roots with those that you trust.
`
}

const commandOf = ({ command }: Evidence): string[] => (command === null ? [] : [command])
const block = (text: string): string => `${fence}sh\n${visibleText(text, 20_000)}\n${fence}`
