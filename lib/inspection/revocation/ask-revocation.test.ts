import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultLimits } from '#lib/config/limits.ts'
import { listPlaces } from '#lib/notation/revocation/list-places.ts'
import { toQuestionKey } from '#lib/notation/revocation/revocation.ts'
import { systemEnvironment } from '#lib/registry/registry-options.ts'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { makeAuthority, makeSigner, signingExtensions, type TestCertificate } from '#lib/testing/test-authority.ts'
import { canMakeCertificates } from '#lib/testing/test-certificates.ts'
import { makeCrl, makeOcspResponse, placesExtensions } from '#lib/testing/test-revocation.ts'
import { askNobody, createAskRevocation } from './ask-revocation.ts'
import { createFetchAnswer, toUrl } from './fetch-answer.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

type Reply = {
  readonly status?: number
  readonly bytes?: Uint8Array
  readonly location?: string
  readonly silent?: true
}

/** A responder on loopback that keeps what it was asked. */
async function respond(answer: (path: string) => Reply) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const { status = 200, bytes, location, silent } = answer(request.url ?? '')
    if (silent === true) return
    response.writeHead(status, location === undefined ? {} : { location }).end(bytes)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, host, url: `http://${host}` }
}

let at = Date.parse('2026-06-01T12:00:00Z')
const now = () => new Date(at)
const environment = { ...systemEnvironment, limits: { ...defaultLimits, revocationTimeoutMs: 300 } }
const createAsk = (...hosts: readonly string[]) =>
  createAskRevocation({ fetch: createFetchAnswer(hosts, environment), now })

const issuer = makeAuthority()
const certificateFor = (places: Parameters<typeof placesExtensions>[0]) =>
  makeSigner(issuer, { extensions: [...signingExtensions, ...placesExtensions(places)] })
const questionOf = (certificate: TestCertificate, by: TestCertificate = issuer) => ({
  certificate: certificate.der,
  issuer: by.der,
})

async function statusOf(ask: ReturnType<typeof createAsk>, certificate: TestCertificate) {
  const question = questionOf(certificate)
  const { statuses, answers, until } = await ask([question])
  const key = toQuestionKey(question)
  return { status: statuses.get(key), answers: answers.get(key) ?? [], until }
}

describe('asking whether a certificate was revoked', () => {
  it('asks the responder once until its answer ends', async () => {
    at = Date.parse('2026-06-01T12:00:00Z')
    let certificate = issuer
    const place = await respond(() => ({ bytes: makeOcspResponse({ about: certificate, issuer }) }))
    certificate = certificateFor({ ocsp: [`${place.url}/ocsp/`] })
    const ask = createAsk(place.host)
    const first = await Promise.all([statusOf(ask, certificate), statusOf(ask, certificate)])
    expect(first.map(({ status }) => status?.kind)).toEqual(['good', 'good'])
    expect(first[0]?.answers).toMatchObject([{ method: 'ocsp', askedAt: '2026-06-01T12:00:00.000Z', problem: null }])
    // A day at most, though the answer holds for a week.
    expect(first[0]?.until).toBe(Date.parse('2026-06-02T12:00:00Z'))
    await statusOf(ask, certificate)
    expect(place.asked).toHaveLength(1)
    at += 24 * 3_600_000 + 1
    expect((await statusOf(ask, certificate)).status?.kind).toBe('good')
    expect(place.asked).toHaveLength(2)
    expect(place.asked[0]).toMatch(/^\/ocsp\/M[A-Za-z0-9%]+$/)
  })

  it('asks a list where the responder does not help, and one list for many certificates', async () => {
    at = Date.parse('2026-06-01T12:00:00Z')
    let bytes: Uint8Array = Buffer.alloc(0)
    const place = await respond((path) => (path === '/a.crl' ? { bytes } : { status: 404 }))
    const places = { ocsp: [`${place.url}/ocsp`], crl: [`${place.url}/a.crl`] }
    const [one, two] = [certificateFor(places), certificateFor(places)]
    bytes = makeCrl(issuer, { revoked: [{ certificate: two, revokedAt: '2026-05-20T00:00:00Z' }] })
    const ask = createAsk(place.host)
    const first = await statusOf(ask, one)
    expect(first.status).toMatchObject({ kind: 'good', method: 'crl' })
    expect(first.answers.map(({ problem }) => problem)).toEqual(['answered with status 404', null])
    expect((await statusOf(ask, two)).status?.kind).toBe('revoked')
    expect(place.asked.filter((path) => path === '/a.crl')).toHaveLength(1)
  })

  it('asks no private, loopback or metadata address that nobody allowed, whatever the certificate says', async () => {
    const place = await respond(() => ({ bytes: makeCrl(issuer) }))
    const reasonOf = async (url: string, ...hosts: readonly string[]) => {
      const { status } = await statusOf(createAsk(...hosts), certificateFor({ crl: [url] }))
      return status?.kind === 'unknown' ? status.reason : status?.kind
    }
    expect(await reasonOf(`${place.url}/a.crl`)).toMatch('is not asked: it has the loopback address 127.0.0.1')
    expect(await reasonOf(`${place.url.replace('127.0.0.1', 'localhost')}/a.crl`)).toMatch(
      'is not asked: it has the loop',
    )
    expect(await reasonOf(`${place.url}/a.crl`, '127.0.0.1')).toMatch('is not asked')
    const metadata = '169.254.169.254'
    expect(await reasonOf(`http://${metadata}/a.crl`, metadata)).toMatch('it is a metadata address')
    expect(await reasonOf('http://10.1.2.3/a.crl')).toMatch('it has the private address')
    expect(place.asked).toEqual([])
  })

  it('follows no redirect, and reads no more than it must', async () => {
    const elsewhere = await respond(() => ({ bytes: makeCrl(issuer) }))
    const place = await respond(() => ({ status: 302, location: elsewhere.url }))
    const ask = createAsk(place.host, elsewhere.host)
    const { status } = await statusOf(ask, certificateFor({ crl: [`${place.url}/a.crl`] }))
    expect(status).toMatchObject({ kind: 'unknown', reason: `${place.host} answered with status 302` })
    expect(elsewhere.asked).toEqual([])
    const large = await respond(() => ({ bytes: Buffer.alloc(64 * 1024 + 1) }))
    const outcome = await statusOf(createAsk(large.host), certificateFor({ ocsp: [large.url] }))
    expect(outcome.status).toMatchObject({ reason: `${large.host} sent more than is read` })
  })

  it('waits for a silent place once, and asks it again after some minutes', async () => {
    const place = await respond(() => ({ silent: true }))
    const ask = createAsk(place.host)
    at = Date.parse('2026-06-01T12:00:00Z')
    const first = await statusOf(ask, certificateFor({ ocsp: [`${place.url}/a`, `${place.url}/b`] }))
    const second = await statusOf(ask, certificateFor({ ocsp: [place.url], crl: [`${place.url}/c.crl`] }))
    for (const { status, until } of [first, second]) {
      expect(status).toEqual({ kind: 'unknown', reason: `${place.host} did not answer in time` })
      expect(until).toBe(at + 5 * 60_000)
    }
    expect(place.asked).toHaveLength(1)
    at += 5 * 60_000 + 1
    await statusOf(ask, certificateFor({ ocsp: [place.url] }))
    expect(place.asked).toHaveLength(2)
  })

  it('says that a place cannot be reached', async () => {
    const place = await respond(() => ({}))
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
    const { status } = await statusOf(createAsk(place.host), certificateFor({ ocsp: [place.url] }))
    expect(status).toEqual({ kind: 'unknown', reason: `${place.host} cannot be reached` })
  })

  it('asks nobody where it is turned off', async () => {
    const asked = await askNobody([questionOf(certificateFor({ ocsp: ['http://ocsp.example'] }))])
    expect([asked.statuses.size, asked.answers.size]).toEqual([0, 0])
  })
})

describe.skipIf(!canMakeCertificates)('what OpenSSL makes', () => {
  it('is read: its response to the question, and its list', async () => {
    at = Date.now()
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-revocation-'))
    const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
    try {
      const place = await respond((path) => {
        if (path === '/a.crl') return { bytes: readFileSync(join(folder, 'a.crl')) }
        writeFileSync(join(folder, 'question.der'), Buffer.from(decodeURIComponent(path.slice(1)), 'base64'))
        const by = ['-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key']
        openssl('ocsp', ...by, '-ndays', '1', '-reqin', 'question.der', '-respout', 'answer.der')
        return { bytes: readFileSync(join(folder, 'answer.der')) }
      })
      const certificates = makeWithOpenssl(folder, openssl, place.url)
      // In this responder one question waits for the other, as long as OpenSSL takes.
      const patient = { ...environment, limits: { ...defaultLimits, revocationTimeoutMs: 30_000 } }
      const ask = createAskRevocation({ fetch: createFetchAnswer([place.host], patient), now })
      const kindOf = async (name: string): Promise<string | undefined> => {
        const question = { certificate: certificates(name), issuer: certificates('ca') }
        return (await ask([question])).statuses.get(toQuestionKey(question))?.kind
      }
      const kinds = await Promise.all(['ocsp-good', 'ocsp-bad', 'crl-good', 'crl-bad'].map(kindOf))
      expect(kinds).toEqual(['good', 'revoked', 'good', 'revoked'])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})

function makeWithOpenssl(folder: string, openssl: (...words: readonly string[]) => unknown, url: string) {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('index.txt', '')
  write(
    'ca.conf',
    `[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\ndefault_days=2\n` +
      `default_crl_days=1\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n[ocsp]\nauthorityInfoAccess=OCSP;URI:${url}\n` +
      `[crl]\ncrlDistributionPoints=URI:${url}/a.crl\n`,
  )
  write('serial', '1001\n')
  const keys = ['-newkey', 'rsa:2048', '-nodes']
  openssl('req', '-x509', ...keys, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=own')
  const own = ['-config', 'ca.conf', '-keyfile', 'ca.key', '-cert', 'ca.pem']
  for (const name of ['ocsp-good', 'ocsp-bad', 'crl-good', 'crl-bad']) {
    openssl('req', '-new', ...keys, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const kind = name.slice(0, name.indexOf('-'))
    openssl('ca', ...own, '-batch', '-in', `${name}.csr`, '-out', `${name}.pem`, '-extensions', kind, '-notext')
    if (name.endsWith('bad')) openssl('ca', ...own, '-revoke', `${name}.pem`, '-crl_reason', 'keyCompromise')
  }
  openssl('ca', ...own, '-gencrl', '-out', 'crl.pem')
  openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'a.crl')
  return (name: string): Uint8Array => {
    const body = readFileSync(join(folder, `${name}.pem`), 'utf8').replace(/-----[A-Z ]+-----|\s/g, '')
    return Buffer.from(body, 'base64')
  }
}

describe('the address that is asked', () => {
  it('has the question for a responder in its path, and is the certificate’s own for a list', () => {
    const certificate = parseCertificate(
      certificateFor({ ocsp: ['http://a.example/x?y=1#z'], crl: ['http://a.example/l#z'] }).der,
    )
    const [ocsp, crl] = listPlaces(certificate).map((place) =>
      toUrl(place, { certificate, issuer: parseCertificate(issuer.der) }),
    )
    expect(ocsp?.href).toMatch(/^http:\/\/a\.example\/x\/M[\w%]+\?y=1$/)
    expect(crl?.href).toBe('http://a.example/l')
  })
})
