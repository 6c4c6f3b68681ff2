'use client'

import { Equal, EqualNot } from 'lucide-react'
import type { ReactNode } from 'react'
import { stateLook } from '#components/state/state-look.ts'
import { Digest } from '#components/ui/digest.tsx'
import { Link } from '#components/ui/link.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { Time } from '#components/ui/time.tsx'
import type { RecheckDto } from '#lib/api/contract/verdict.ts'
import { shortenFingerprint } from '#lib/format/digest.ts'
import { imagePath } from '#lib/format/page-path.ts'
import { countOf } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'

type RecheckResultProps = { readonly recheck: RecheckDto; readonly onLeave: () => void }

/**
 * What came of judging it again. attacker-controlled: whoever made the file chose its rules, so that no seal is shown for what
 * it says, and what it was made from is told beside it.
 */
export function RecheckResult({ recheck, onLeave }: RecheckResultProps) {
  const { same, differences, verdict } = recheck
  const Icon = same ? Equal : EqualNot
  return (
    <div className="grid gap-4" data-recheck={same ? 'same' : 'different'}>
      <div role="status" className="flex gap-3 rounded-control border border-line px-4 py-3">
        <Icon aria-hidden="true" size={20} className={`mt-0.5 flex-none ${same ? 'text-soft' : 'text-invalid'}`} />
        <div className="min-w-0">
          <p className="text-lg leading-snug font-medium">
            {same ? 'The same comes out as the file says' : 'It comes out otherwise than the file says'}
          </p>
          <p className="mt-1 text-soft">
            {same
              ? 'Every check came out as it did then. That is no opinion of your own rules, and nothing vouches for the file itself.'
              : 'The file was changed, or judged by another version of Touchstone. What counts is what came out now, below.'}
          </p>
        </div>
      </div>
      {!same && (
        <ul aria-label="What differs" className="grid gap-1 font-mono text-xs [overflow-wrap:anywhere]">
          {differences.map((difference) => (
            <li key={difference}>{visibleText(difference)}</li>
          ))}
        </ul>
      )}
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        <Fact name="By its rules">
          <q>{visibleText(verdict.sentence)}</q> <span className="text-soft">({stateLook[verdict.state].word})</span>
        </Fact>
        <Fact name="Image">{visibleText(verdict.reference)}</Fact>
        <Fact name="Digest">
          <Digest digest={visibleText(verdict.digest)} />
        </Fact>
        {verdict.platform !== null && <Fact name="Platform">{visibleText(verdict.platform)}</Fact>}
        <Fact name="Judged as of">
          <Time at={verdict.checkedAt} />
        </Fact>
        <Fact name="Evidence">
          {countOf(verdict.signatures.length, 'signature')}, {countOf(verdict.attestations.length, 'attestation')}, of{' '}
          {countOf(verdict.discovery.length, 'place')} asked
        </Fact>
      </dl>
      <MadeFrom madeFrom={recheck.madeFrom} />
      <p>
        <Link href={imagePath(verdict.reference)} onClick={onLeave} className="link">
          Check the image now, by your own rules
        </Link>
      </p>
    </div>
  )
}

/** Whom the file trusts, and who of them is on the shelf here. */
function MadeFrom({ madeFrom: { rules, keys, authorities, roots } }: Pick<RecheckDto, 'madeFrom'>) {
  return (
    <section aria-label="What it was made from">
      <h3 className="mb-1.5 font-semibold">What it was made from</h3>
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        <Listed name="Rules" items={rules}>
          {({ name, repositories }) => {
            const where = `for ${repositories.join(', ')}`
            return (
              <>
                {visibleText(name)} {!name.endsWith(where) && <span className="text-soft">{visibleText(where)}</span>}
              </>
            )
          }}
        </Listed>
        <Listed name="Keys" items={keys}>
          {(key) => <Named {...key} />}
        </Listed>
        <Listed name="Authorities" items={authorities}>
          {(authority) => <Named {...authority} />}
        </Listed>
        <Listed name="Trusted roots" items={roots}>
          {(root) => <Named {...root} />}
        </Listed>
      </dl>
    </section>
  )
}

type NamedProps = { readonly name: string | null; readonly fingerprint?: string; readonly isKnown: boolean }

function Named({ name, fingerprint, isKnown }: NamedProps) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {visibleText(name ?? 'Without a name')}
      {fingerprint !== undefined && (
        <code title={visibleText(fingerprint)} className="text-xs text-soft">
          {shortenFingerprint(fingerprint)}
        </code>
      )}
      <Pill>{isKnown ? 'one of yours' : 'not one of yours'}</Pill>
    </span>
  )
}

type ListedProps<Item> = {
  readonly name: string
  readonly items: readonly Item[]
  readonly children: (item: Item) => ReactNode
}

const mostListed = 20

function Listed<Item>({ name, items, children }: ListedProps<Item>) {
  const rest = items.length - mostListed
  return (
    <Fact name={name}>
      {items.length === 0 ? (
        <span className="text-soft">None</span>
      ) : (
        <ul className="grid gap-0.5">
          {items.slice(0, mostListed).map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a file may name the same twice.
            <li key={index}>{children(item)}</li>
          ))}
          {rest > 0 && <li className="text-soft">and {rest} more</li>}
        </ul>
      )}
    </Fact>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}
