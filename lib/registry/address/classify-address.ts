import ipaddr from 'ipaddr.js'

/** `metadata` is a cloud's own service at every machine: it hands out credentials, and is never a registry. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'metadata'

// AWS, GCP, Azure, OpenStack, DigitalOcean; AWS ECS; Alibaba; Azure's wire server; AWS over IPv6; GCP over IPv6.
const metadataAddresses = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
])

/** The IPv4 address inside IPv4-mapped (::ffff:0:0/96), IPv4-compatible (::/96) and NAT64 (64:ff9b::/96) addresses. */
function unwrapIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const parts = address.parts
  const mapped = address.isIPv4MappedAddress()
  const compatible = parts.slice(0, 6).every((part) => part === 0) && (parts[6] ?? 0) !== 0
  const translated = parts[0] === 0x64 && parts[1] === 0xff9b && parts.slice(2, 6).every((part) => part === 0)
  return mapped || compatible || translated ? new ipaddr.IPv4(address.toByteArray().slice(12)) : null
}

/** What kind of place an IP address is. Everything that is not plainly public counts as private. Throws on other text. */
export function classifyAddress(text: string): AddressKind {
  const parsed = ipaddr.parse(text.replace(/%.*$/, ''))
  const address = parsed instanceof ipaddr.IPv6 ? (unwrapIpv4(parsed) ?? parsed) : parsed
  if (metadataAddresses.has(address.toString())) return 'metadata'
  const range = address.range()
  if (range === 'loopback') return 'loopback'
  return range === 'unicast' ? 'public' : 'private'
}

/** The IP address when a URL's host name is one, without brackets; null for a name. */
export function toIpLiteral(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return ipaddr.isValid(bare) && (bare.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(bare)) ? bare : null
}
