import { parseReference } from '#lib/oci/reference.ts'

export default function OverviewPage() {
  return <h1>Touchstone {parseReference('nginx').repository}</h1>
}
