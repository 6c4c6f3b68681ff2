import type { Claim, Field, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { type Resource, readResource } from './resource.ts'

/** Properties that somebody states of an artifact or of how it was made (in-toto scai.md). */
export type AttributeReportView = {
  readonly kind: 'attribute-report'
  readonly producer: Resource | null
  readonly attributes: Listed<Attribute>
}

export type Attribute = {
  readonly attribute: Claim
  readonly target: Resource | null
  readonly evidence: Resource | null
  readonly conditions: Listed<Field>
}

const maxAttributes = 500

/** A SCAI attribute report. Never throws. */
export function parseAttributeReport(predicate: unknown): AttributeReportView {
  const root = new ClaimedValue(predicate)
  return {
    kind: 'attribute-report',
    producer: readOptional(root.at('producer')),
    attributes: root.at('attributes').list(maxAttributes, (one) =>
      typeof one.raw === 'object' && one.raw !== null
        ? {
            attribute: one.at('attribute').text(),
            target: readOptional(one.at('target')),
            evidence: readOptional(one.at('evidence')),
            conditions: one.at('conditions').fields(20),
          }
        : null,
    ),
  }
}

const readOptional = (place: ClaimedValue): Resource | null => (place.isStated ? readResource(place) : null)
