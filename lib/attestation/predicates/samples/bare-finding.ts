import type { Finding } from '../vulnerabilities.ts'

/** A finding of which nothing but its identifier is stated. */
export const bareFinding: Omit<Finding, 'id'> = {
  severity: 'unknown',
  package: null,
  packageType: null,
  installed: null,
  fixed: null,
  link: null,
  title: null,
}
