import {
  Award,
  BadgeCheck,
  Box,
  Clock,
  FileBadge,
  FileText,
  KeyRound,
  Landmark,
  Layers,
  ListTree,
  type LucideIcon,
  PenLine,
  ScrollText,
  SearchX,
  ShieldCheck,
  UserRound,
} from 'lucide-react'
import type { EdgeResult, GraphNodeKind } from '#lib/format/graph/graph-builder.ts'

type ResultLook = {
  readonly word: string
  readonly text: string
  readonly dash: string | undefined
  readonly width: number
}

/** How the result of a check looks as a line: whole, cut through, dashed or dotted; colour is never alone. */
export const resultLook: Readonly<Record<EdgeResult, ResultLook>> = {
  passed: { word: 'Passed', text: 'text-verified', dash: undefined, width: 2 },
  failed: { word: 'Failed', text: 'text-invalid', dash: undefined, width: 2 },
  open: { word: 'Could not be decided', text: 'text-untrusted', dash: '7 5', width: 2 },
  skipped: { word: 'Not checked', text: 'text-soft', dash: '1.5 5', width: 1.5 },
}

type KindLook = { readonly word: string; readonly Icon: LucideIcon }

export const kindLook: Readonly<Record<GraphNodeKind, KindLook>> = {
  rule: { word: 'Trust rule', Icon: ShieldCheck },
  root: { word: 'Trusted root', Icon: Landmark },
  authority: { word: 'Certificate authority', Icon: Award },
  'certificate-log': { word: 'Certificate log', Icon: ListTree },
  log: { word: 'Transparency log', Icon: ScrollText },
  timestamp: { word: 'Time-stamp authority', Icon: Clock },
  key: { word: 'Key', Icon: KeyRound },
  identity: { word: 'Identity', Icon: UserRound },
  certificate: { word: 'Certificate', Icon: FileBadge },
  signature: { word: 'Signature', Icon: PenLine },
  attestation: { word: 'Attestation', Icon: FileText },
  image: { word: 'Image', Icon: Box },
  index: { word: 'Image index', Icon: Layers },
  platform: { word: 'Platform', Icon: BadgeCheck },
  missing: { word: 'Not there', Icon: SearchX },
}
