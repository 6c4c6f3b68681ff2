'use client'

import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '#components/layout/page-header.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { shortenFingerprint } from '#lib/format/digest.ts'
import { keyQuery } from '#lib/queries/keys.ts'
import { KeyActions } from './key-actions.tsx'
import { KeyImagesPanel } from './key-images-panel.tsx'
import { KeyStateMark } from './key-state-mark.tsx'
import { formatAlgorithm, formatKeyName, keyStateWords } from './key-words.ts'
import { RulesPanel } from './rules-panel.tsx'

/** One key: what it is, what it is trusted for, which images it verifies. */
export function KeyView({ fingerprint }: { readonly fingerprint: string }) {
  const query = useQuery(keyQuery(fingerprint))
  const short = shortenFingerprint(fingerprint)
  const crumbs = [{ label: 'Keys', href: '/keys' }]
  if (query.isError) {
    return (
      <>
        <PageHeader crumbs={crumbs} title={`Key ${short}`} />
        <Panel>
          <ErrorPanel error={query.error} onRetry={() => query.refetch()} retrying={query.isFetching} />
        </Panel>
      </>
    )
  }
  const key = query.data
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={key === undefined ? `Key ${short}` : formatKeyName(key)}
        lead={key === undefined ? <Skeleton className="h-5 w-80" /> : keyStateWords[key.state].meaning}
        actions={key === undefined ? undefined : <KeyActions shelved={key} />}
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_372px]">
        <div className="min-w-0 space-y-5">
          <RulesPanel fingerprint={fingerprint} />
          <KeyImagesPanel fingerprint={fingerprint} />
        </div>
        {key === undefined ? (
          <Panel title="The key">
            <SkeletonRows rows={4} label="Loading the key" />
          </Panel>
        ) : (
          <KeyFacts shelved={key} />
        )}
      </div>
    </>
  )
}

function KeyFacts({ shelved }: { readonly shelved: KeyDto }) {
  return (
    <Panel title="The key" aside={<KeyStateMark state={shelved.state} />}>
      <PanelBody>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
          <dt className="text-soft">Algorithm</dt>
          <dd>{formatAlgorithm(shelved.algorithm)}</dd>
          <dt className="text-soft">Fingerprint</dt>
          <dd>
            <Digest digest={shelved.fingerprint} label="fingerprint" ends={10} />
          </dd>
          <dt className="text-soft">Added</dt>
          <dd>
            <Time at={shelved.createdAt} />
          </dd>
        </dl>
        <p className="mt-3 mb-1 text-xs text-soft">Public key (PEM)</p>
        <CodeBlock code={shelved.pem.trim()} label="Copy public key" />
        <p className="mt-3 text-xs text-soft">The fingerprint is the SHA-256 of the key’s SubjectPublicKeyInfo:</p>
        <CodeBlock
          className="mt-1"
          code="openssl pkey -pubin -in cosign.pub -outform DER | sha256sum"
          label="Copy command"
        />
      </PanelBody>
    </Panel>
  )
}
