import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { FileInput } from './file-input.tsx'

type MirrorFieldsProps = {
  readonly mirror: string
  readonly tufRoot: string
  readonly caPem: string
  readonly onMirror: (text: string) => void
  readonly onTufRoot: (text: string) => void
  readonly onCaPem: (text: string) => void
}

/** Where a TUF mirror is, and what its answers are verified with. */
export default function MirrorFields({ mirror, tufRoot, caPem, onMirror, onTufRoot, onCaPem }: MirrorFieldsProps) {
  return (
    <>
      <Field label="Address of the mirror" hint="The folder with timestamp.json. It may be on a private network.">
        {(control) => (
          <Input
            {...control}
            type="url"
            value={mirror}
            placeholder="https://tuf.example.com"
            onChange={(event) => onMirror(event.target.value)}
          />
        )}
      </Field>
      <FileInput
        label="root.json"
        hint="The TUF root to pin. Get it from whoever runs the instance, not from the mirror."
        placeholder={'{ "signed": { "_type": "root", …'}
        accept=".json"
        value={tufRoot}
        onChange={onTufRoot}
      />
      <details>
        <summary className="fold text-sm text-soft hover:text-ink">Certificate of its own authority for TLS</summary>
        <div className="mt-2">
          <FileInput
            label="Authority, in PEM"
            hint="Only when the mirror’s certificate is by an authority that this machine does not know."
            placeholder="-----BEGIN CERTIFICATE-----"
            accept=".pem,.crt,.cer"
            value={caPem}
            onChange={onCaPem}
          />
        </div>
      </details>
    </>
  )
}
