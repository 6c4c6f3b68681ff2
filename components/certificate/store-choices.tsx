'use client'

import { Choice } from '#components/ui/field.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import { storeNames, storeWords } from './certificate-words.ts'

type Stores = readonly CertificateDto['stores'][number][]
type StoreChoicesProps = { readonly stores: Stores; readonly onChange: (stores: CertificateDto['stores']) => void }

/** What an authority may vouch for: each by itself, as one that issues signers may not stamp time by that. */
export function StoreChoices({ stores, onChange }: StoreChoicesProps) {
  return (
    <fieldset className="space-y-2.5">
      <legend className="mb-1.5 text-sm font-medium">What may it vouch for?</legend>
      {storeNames.map((store) => (
        <Choice
          key={store}
          type="checkbox"
          label={storeWords[store].word}
          hint={storeWords[store].hint}
          checked={stores.includes(store)}
          onChange={(isChosen) =>
            onChange(storeNames.filter((one) => (one === store ? isChosen : stores.includes(one))))
          }
        />
      ))}
    </fieldset>
  )
}
