import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { findProgram } from '#e2e/find-program.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'

const openssl = findProgram('openssl')

/** A certificate that signs itself, for 127.0.0.1 and localhost. */
function createCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-tls-'))
  const keyPath = join(folder, 'key.pem')
  const certPath = join(folder, 'cert.pem')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyPath]
  const made = spawnSync(openssl ?? 'openssl', ['req', '-x509', ...key, '-out', certPath, '-days', '2', ...subject])
  if (made.status !== 0) throw new Error(made.stderr.toString())
  const pair = { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certPath, 'utf8') }
  rmSync(folder, { recursive: true, force: true })
  return pair
}

describe.skipIf(openssl === null)('a registry with a certificate of its own (needs openssl)', () => {
  let product: Product
  let api: Api
  let registry: ScriptedRegistry
  let certificate: { key: string; cert: string }
  beforeAll(async () => {
    certificate = createCertificate()
    product = await startProduct()
    api = apiOf(product.url)
    registry = await startScriptedRegistry({ tls: certificate })
    registry.putImage('team/app', 'v1')
  })
  afterAll(async () => {
    await registry?.close()
    await product?.stop()
  })

  it('R: is refused with the way out, and accepted once its authority is given', async () => {
    const reference = `${registry.host}/team/app:v1`
    const added = await api.post<{ id: string }>('/registries', { kind: 'registry', host: registry.host })
    expect(added.status).toBe(201)
    const refused = await api.verify({ reference })
    expect([refused.status, refused.body.code]).toEqual([502, 'REGISTRY_TLS'])
    expect(refused.body.remedy).toMatch(/certificate of its authority|CA/)
    expect((await api.patch(`/registries/${added.body.id}`, { caPem: certificate.cert })).status).toBe(200)
    const accepted = await api.verify({ reference })
    expect([accepted.status, accepted.body.state]).toEqual([200, 'unsigned'])
  })
})
