'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useRouter, useSearchParams } from 'next/navigation'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { CertificatesPanel } from '#components/certificate/certificates-panel.tsx'
import { takePastedKey } from '#components/command/pasted-key.ts'
import { IdentitiesPanel } from '#components/identity/identities-panel.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'
import type { KeyDto, RuleDto } from '#lib/api/contract/trust.ts'
import { countOf } from '#lib/format/size.ts'
import { keysQuery } from '#lib/queries/keys.ts'
import { rulesQuery } from '#lib/queries/rules.ts'
import { DropCurtain } from './key-drop.tsx'
import { KeyInput } from './key-input.tsx'
import { KeyRefusal } from './key-refusal.tsx'
import { KeyStateMark } from './key-state-mark.tsx'
import { formatAlgorithm, formatKeyName } from './key-words.ts'
import { type ReadKey, readKeyText } from './read-key.ts'
import { useKeyDrop } from './use-key-drop.ts'

const AddKeyDialog = lazy(() => import('./add-key-dialog.tsx'))
const AddCertificatesDialog = lazy(() => import('#components/certificate/add-certificates-dialog.tsx'))

/** The trust shelf: the public keys there are, what each is trusted for, and the place to add one. */
export function KeysView() {
  const router = useRouter()
  const asked = useSearchParams().get('add')
  const [read, setRead] = useState<ReadKey | null>(null)
  const receive = useCallback((key: ReadKey) => setRead(key), [])
  const { dragging } = useKeyDrop(receive, read?.kind !== 'key')
  const [done, setDone] = useState<string | null>(null)
  // A certificate is taken for that of an authority, unless its key is asked for.
  const [keyWanted, setKeyWanted] = useState<ReadKey | null>(null)
  const field = useRef<HTMLDivElement>(null)
  const isCertificate = (key: Extract<ReadKey, { kind: 'key' }>) =>
    key !== keyWanted && key.pem.includes('-----BEGIN CERTIFICATE-----')
  const finish = (message: string) => {
    setRead(null)
    setDone(message)
  }

  useEffect(() => {
    if (asked === null) return
    const pasted = takePastedKey()
    if (pasted !== null) setRead(readKeyText(pasted))
    else field.current?.querySelector('textarea')?.focus()
    router.replace('/keys', { scroll: false })
  }, [asked, router])

  return (
    <>
      <PageHeader
        title="Keys, identities and authorities"
        lead="Whom you know. A signature counts as trusted when one of your keys verifies it, an identity is proven, or an authority of yours vouches for its certificate, and a rule trusts that signer for the repository."
      />
      {done !== null && (
        <p role="status" className="mb-5 rounded-control border border-line bg-surface px-4 py-2.5">
          {done}
        </p>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_372px]">
        <Shelf />
        <div ref={field} className="lg:col-start-2 lg:row-span-3 lg:row-start-1">
          <Panel title="Add a public key">
            <PanelBody>
              {read !== null && read.kind !== 'key' && (
                <div className="mb-4">
                  <KeyRefusal refused={read} />
                </div>
              )}
              <KeyInput onRead={setRead} />
              <p className="mt-3 text-xs text-soft">
                Touchstone never needs a private key. This page refuses one before it is sent, and the server refuses it
                as well.
              </p>
            </PanelBody>
          </Panel>
        </div>
        <IdentitiesPanel />
        <CertificatesPanel onDone={setDone} />
      </div>
      {dragging && <DropCurtain text="Drop a public key to add it" />}
      <Suspense fallback={null}>
        {read?.kind === 'key' && isCertificate(read) && (
          <AddCertificatesDialog
            pem={read.pem}
            onClose={() => setRead(null)}
            onDone={finish}
            onKeyInstead={() => setKeyWanted(read)}
          />
        )}
        {read?.kind === 'key' && !isCertificate(read) && (
          <AddKeyDialog source={read} onClose={() => setRead(null)} onDone={finish} />
        )}
      </Suspense>
    </>
  )
}

function Shelf() {
  const keys = useQuery(keysQuery())
  const rules = useQuery(rulesQuery())
  const list = useRef<HTMLUListElement>(null)
  const items = keys.data?.items ?? []
  useRowKeys(list, { count: items.length })
  return (
    <Panel title="Public keys" aside={items.length > 0 ? countOf(items.length, 'key') : undefined}>
      {keys.isPending && <SkeletonRows rows={3} label="Loading the keys" />}
      {keys.isError && <ErrorPanel error={keys.error} onRetry={() => keys.refetch()} retrying={keys.isFetching} />}
      {keys.isSuccess && items.length === 0 && (
        <EmptyState
          title="No key yet"
          icon={<KeyRound aria-hidden="true" size={26} />}
          action={
            <Button onClick={() => document.querySelector<HTMLElement>('main textarea')?.focus()}>Paste a key</Button>
          }
        >
          Without a key, images can be seen to be signed, but nobody who signed them is trusted. Drop cosign.pub here.
        </EmptyState>
      )}
      {rules.isError && items.length > 0 && <ErrorPanel error={rules.error} onRetry={() => rules.refetch()} />}
      {items.length > 0 && (
        <ul ref={list} className="divide-y divide-line">
          {items.map((key, index) => (
            <KeyRow key={key.fingerprint} shelved={key} index={index} rules={rules.data?.items} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

type KeyRowProps = { readonly shelved: KeyDto; readonly index: number; readonly rules: readonly RuleDto[] | undefined }

function KeyRow({ shelved, index, rules }: KeyRowProps) {
  return (
    <li data-row={index} className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken sm:flex-nowrap">
      <div className="w-32 flex-none">
        <KeyStateMark state={shelved.state} />
      </div>
      <div className="min-w-0 flex-1 basis-full sm:basis-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={`/keys/${shelved.fingerprint}`}
            data-row-link=""
            className="min-w-0 font-semibold hover:underline [overflow-wrap:anywhere]"
          >
            {formatKeyName(shelved)}
          </Link>
          <Pill>{formatAlgorithm(shelved.algorithm)}</Pill>
          <Digest digest={shelved.fingerprint} label="fingerprint" ends={8} />
        </div>
        <p className="mt-0.5 text-sm text-soft [overflow-wrap:anywhere]">{describeTrust(shelved, rules)}</p>
      </div>
      <span className="flex-none text-xs leading-5 text-soft">
        added <Time at={shelved.createdAt} />
      </span>
    </li>
  )
}

function describeTrust(key: KeyDto, rules: readonly RuleDto[] | undefined): string {
  if (key.state === 'compromised') return 'Trusted for nothing: it is marked compromised.'
  if (key.rules.length === 0) return 'Trusted for no repository.'
  const patterns = rules?.filter(({ id }) => key.rules.includes(id)).flatMap(({ repositories }) => repositories)
  if (patterns === undefined || patterns.length === 0) return countOf(key.rules.length, 'rule')
  return `Trusted for ${patterns.join(', ')}`
}
