import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TestCertificates = {
  readonly caPem: string
  /** For 127.0.0.1 and localhost, by the authority. */
  readonly server: { readonly key: string; readonly cert: string }
  readonly client: { readonly key: string; readonly cert: string }
}

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether certificates can be made here. */
export const canMakeCertificates = hasOpenssl()

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** Makes an authority and certificates by it, valid for a day. Needs openssl. */
export function makeTestCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-tls-'))
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const issue = (name: string, extension: string) => {
    writeFileSync(join(folder, `${name}.ext`), extension)
    run('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1', '-extfile', `${name}.ext`]
    run('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by)
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) }
  }
  try {
    run('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '1', '-subj', '/CN=Test authority')
    const server = issue('server', 'subjectAltName=IP:127.0.0.1,DNS:localhost')
    const client = issue('client', 'extendedKeyUsage=clientAuth')
    return { caPem: read('ca.pem'), server, client }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
