import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runOrFail } from '#e2e/run-program.ts'

/** An authority's files: PEM of its key and of its certificates, the one that signs first. */
export type Authority = { readonly key: string; readonly chain: string }

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256']
const ofRoot = 'basicConstraints=critical,CA:TRUE'
const signsCertificates = 'keyUsage=critical,keyCertSign,cRLSign'

/** Makes authorities with openssl into a folder. `days` is how long they are valid. */
export function createAuthorities(folder: string, days = 30) {
  const run = (...args: string[]) => runOrFail('openssl', args, { cwd: folder })
  const path = (name: string) => join(folder, name)
  const makeRoot = async (name: string, subject: string): Promise<Authority> => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
    const extensions = ['-addext', ofRoot, '-addext', signsCertificates]
    await run('req', '-x509', ...newKey, ...files, '-days', `${days}`, '-subj', subject, ...extensions)
    return { key: path(`${name}.key`), chain: path(`${name}.pem`) }
  }
  /** A certificate by `issuer`, with its issuer behind it. */
  const issue = async (name: string, subject: string, extensions: string, issuer: Authority): Promise<Authority> => {
    await writeFile(path(`${name}.ext`), extensions)
    await run('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject)
    const by = ['-CA', issuer.chain, '-CAkey', issuer.key, '-CAcreateserial', '-days', `${days}`, '-sha256']
    const pem = await run('x509', '-req', '-in', `${name}.csr`, ...by, '-extfile', `${name}.ext`)
    await writeFile(path(`${name}.pem`), pem + (await readFile(issuer.chain, 'utf8')))
    return { key: path(`${name}.key`), chain: path(`${name}.pem`) }
  }
  return {
    /** Signs certificates: a root and an intermediate. */
    makeCertificateAuthority: async (name: string): Promise<Authority> => {
      const root = await makeRoot(`${name}-root`, `/O=Workshop/CN=${name} root`)
      const extensions = `${ofRoot},pathlen:0\n${signsCertificates}\nextendedKeyUsage=codeSigning\n`
      return issue(name, `/O=Workshop/CN=${name}`, extensions, root)
    },
    makeTimestampAuthority: async (name: string): Promise<Authority> => {
      const root = await makeRoot(`${name}-root`, `/O=Workshop/CN=${name} root`)
      const extensions = 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n'
      return issue(name, `/O=Workshop/CN=${name}`, extensions, root)
    },
    /** For a server of that name on this machine. */
    makeServer: async (host: string): Promise<Authority & { readonly ca: string }> => {
      const root = await makeRoot(`${host}-root`, '/CN=Workshop servers')
      return { ...(await issue(host, `/CN=${host}`, `subjectAltName=DNS:${host}\n`, root)), ca: root.chain }
    },
    makeLogKey: async (name: string): Promise<{ key: string; publicKey: string }> => {
      await run('genpkey', '-algorithm', 'ed25519', '-out', `${name}.key`)
      await run('pkey', '-in', `${name}.key`, '-pubout', '-out', `${name}.pub`)
      return { key: path(`${name}.key`), publicKey: path(`${name}.pub`) }
    },
  }
}
