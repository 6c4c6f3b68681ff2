import type { FoundItem } from '#lib/evidence/discovery.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import { describePlace } from './describe-place.ts'
import { type Accepted, judgeItem } from './list-accepted.ts'

/** A byte that was changed. `place` says where it lies in the evidence's own words. */
export type Flip = { readonly state: string; readonly place: string; readonly position: number }

/** Which bytes are changed: every one from `from` on, `every` apart; `seed` chooses the bit. */
export type Plan = { readonly every: number; readonly from: number; readonly seed: number }

/** Something stored that can be changed a byte at a time: the blob, or an annotation. */
type Part = { readonly name: string; readonly bytes: Buffer; readonly put: (bytes: Buffer) => FoundItem }

const annotations: readonly (keyof typeof cosignAnnotations)[] = [
  'signature',
  'certificate',
  'chain',
  'bundle',
  'timestamp',
  'predicateType',
]

function listParts(item: FoundItem): Part[] {
  const { layer, bytes } = item
  const blob: Part[] =
    bytes === null
      ? []
      : [
          {
            name: 'blob',
            bytes: Buffer.from(bytes),
            // Whoever can change the blob can write the digest that fits.
            put: (changed) => ({
              ...item,
              bytes: changed,
              layer: { ...layer, digest: digestOf(changed), size: changed.byteLength },
            }),
          },
        ]
  return [
    ...blob,
    ...annotations.flatMap((name): Part[] => {
      const key = cosignAnnotations[name]
      const text = layer.annotations[key]
      if (text === undefined || text === '') return []
      const put = (changed: Buffer): FoundItem => ({
        ...item,
        layer: { ...layer, annotations: { ...layer.annotations, [key]: changed.toString('latin1') } },
      })
      return [{ name, bytes: Buffer.from(text, 'latin1'), put }]
    }),
  ]
}

/** Changes one bit of each byte that the plan chooses, one after the other, and answers what became of the item. */
export function* flipItem({ item, context }: Accepted, plan: Plan): Generator<Flip> {
  for (const { name, bytes, put } of listParts(item)) {
    for (let position = plan.from % plan.every; position < bytes.byteLength; position += plan.every) {
      const changed = Buffer.from(bytes)
      changed[position] = (changed[position] ?? 0) ^ (1 << ((position + plan.seed) % 8))
      const state = judgeItem(put(changed), context)
      const part = { name, before: bytes, after: changed }
      yield { state, position, place: state === 'verified' ? describePlace(item.format, part, position) : '' }
    }
    yield* flipEncoded({ name, bytes, put }, { item, context }, plan)
  }
}

// Longer texts are payloads, whose every character was already changed.
const maxEncoded = 16_000

/** The same within what the part holds as base64: a character is six bits, and none of them a byte of the evidence. */
function* flipEncoded(
  { name, bytes, put }: Part,
  { item, context }: Omit<Accepted, 'name'>,
  plan: Plan,
): Generator<Flip> {
  const text = bytes.toString('latin1')
  for (const { 0: encoded, index } of text.matchAll(/[A-Za-z0-9+/]{20,}={0,2}/g)) {
    const decoded = Buffer.from(encoded, 'base64')
    if (encoded.length > maxEncoded || decoded.toString('base64') !== encoded) continue
    for (let at = plan.from % plan.every; at < decoded.byteLength; at += plan.every) {
      const changed = Buffer.from(decoded)
      changed[at] = (changed[at] ?? 0) ^ (1 << ((at + plan.seed) % 8))
      const around = [text.slice(0, index), changed.toString('base64'), text.slice(index + encoded.length)]
      const after = Buffer.from(around.join(''), 'latin1')
      const state = judgeItem(put(after), context)
      const position = index + Math.floor((at * 4) / 3)
      const part = { name, before: bytes, after }
      yield { state, position, place: state === 'verified' ? describePlace(item.format, part, position) : '' }
    }
  }
}
