import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { attestations, attestationsKey } from '#e2e/fixtures/sample-keys.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { expect, test } from './journey.ts'

const image = `${attestations}:v1`
const tab = `/images/${image}?tab=attestations`
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function trust(api: Api): Promise<VerdictDto> {
  await api.post('/keys', { pem: attestationsKey, name: 'Birds key', trust: { repositories: ['workshop/*'] } })
  const { body } = await api.get<VerdictDto>('/verdict', { reference: image })
  return body
}

const itemPath = (digest: string): string => `${tab}&item=${encodeURIComponent(digest)}`

function digestOf(verdict: VerdictDto, predicateType: string, state = 'verified'): string {
  const found = verdict.attestations.find((one) => one.predicateType === predicateType && one.state === state)
  expect(found, predicateType).toBeDefined()
  return found?.digest ?? ''
}

async function findFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
  return overflow > 0 ? [...faults, `it is ${overflow} px too wide`] : faults
}

test('attestations: found by kind, the newest first, read in named fields, with what each proves', async ({
  page,
  product,
  api,
}) => {
  await trust(api)
  await page.goto(product.url + tab)
  const scans = page.getByRole('region', { name: 'Vulnerability scan' })
  await expect(scans.getByRole('article')).toHaveCount(2)
  await expect(scans.getByRole('article').first()).toContainText('7 findings: 1 critical')
  await expect(scans.getByRole('article').nth(1)).toContainText('5 findings: 2 high')

  await scans.getByRole('link', { name: /7 findings/ }).click()
  await expect(page).toHaveURL(/item=sha256/)
  await expect(scans).toContainText('Birds key, whom you trust, vouches for what the scanner found')
  await expect(scans).toContainText('That there are no others')
  const table = scans.getByRole('table', { name: 'Findings of the scanner' })
  await expect(table.getByRole('row')).toHaveCount(8)
  await scans.getByRole('list', { name: 'Findings by severity' }).getByRole('link', { name: /High/i }).click()
  await expect(table.getByRole('row')).toHaveCount(3)
  await scans.getByRole('searchbox', { name: 'Search findings' }).fill('curl')
  await expect(table.getByRole('row')).toHaveCount(2)
  await page.reload()
  await expect(table.getByRole('row')).toHaveCount(2)
  await expect(scans.getByRole('searchbox', { name: 'Search findings' })).toHaveValue('curl')
  await page.goBack()
  await expect(scans.getByRole('link', { name: /7 findings/ })).toBeVisible()
})

test('a deep link opened first shows provenance with its source, and which build level follows', async ({
  page,
  product,
  api,
}) => {
  const verdict = await trust(api)
  await page.goto(product.url + itemPath(digestOf(verdict, 'https://slsa.dev/provenance/v1')))
  const section = page.getByRole('region', { name: 'SLSA provenance v1' })
  await expect(section.getByRole('link', { name: /8f3b1c2d4e5f/ })).toHaveAttribute(
    'href',
    'https://github.com/acme-birds/kingfisher/commit/8f3b1c2d4e5f60718293a4b5c6d7e8f901234567',
  )
  await expect(section).toContainText('Level 1 can be concluded')
  await expect(section).toContainText('Level 2 cannot be concluded')
  await expect(section).toContainText('Level 3 cannot be concluded')
  await expect(section.getByRole('list', { name: 'Statement subjects' })).toContainText('this image')
})

test('what a stranger states proves nothing, and says so', async ({ page, product, api }) => {
  const verdict = await trust(api)
  await page.goto(product.url + itemPath(digestOf(verdict, 'https://openvex.dev/ns', 'untrusted')))
  const section = page.getByRole('region', { name: 'OpenVEX' })
  await expect(section).toContainText('Nothing to you yet')
  await expect(section).toContainText('names no digest')
})

test('whoever is proven to have attested is trusted in one step: from the attestation, and from the SBOM', async ({
  page,
  product,
  api,
}) => {
  const dialog = page.getByRole('dialog')
  const offer = page.getByRole('button', { name: 'Make a trust rule from this signer' })

  await test.step('an identity, exactly as it attested', async () => {
    const path = join(import.meta.dirname, '../../public/samples/trusted_root.json')
    const document = JSON.parse(await readFile(path, 'utf8'))
    expect((await api.post('/trusted-roots', { name: 'Workshop', document })).status).toBe(201)
    await page.goto(`${product.url}/images/sample.layout/workshop/by-identity:v1.0.0?tab=attestations`)
    const section = page.getByRole('region', { name: 'SLSA provenance v1' })
    await expect(section.getByRole('article')).toHaveAttribute('data-state', 'untrusted')
    await offer.click()
    await expect(dialog.getByLabel('Subject', { exact: true })).toHaveValue(/release\.yml@refs\/tags\/v1\.0\.0$/)
    await dialog.getByRole('button', { name: 'Trust this identity' }).click()
    await expect(section.getByRole('article')).toHaveAttribute('data-state', 'verified')
    await expect(offer).toBeHidden()
  })

  await test.step('a key of the shelf, from the line that says whose word the SBOM is', async () => {
    await page.goto(`${product.url}/images/${image}?tab=sbom`)
    const whose = page.getByRole('region', { name: 'Whose word the SBOM is' })
    await expect(whose).toContainText('Drop the signer’s public key on this page')
    await api.post('/keys', { pem: attestationsKey, name: 'Birds key' })
    await page.reload()
    await expect(whose).toHaveAttribute('data-sbom-state', 'untrusted')
    await whose.getByRole('button', { name: 'Make a trust rule from this signer' }).click()
    await dialog.getByRole('radio', { name: 'Trust for workshop/*', exact: true }).check()
    await dialog.getByRole('button', { name: 'Trust this key' }).click()
    await expect(whose).toHaveAttribute('data-sbom-state', 'verified')
    await expect(offer).toBeHidden()
  })
})

test('raw JSON is one click away, and searched by keyboard alone', async ({ page, product, api }) => {
  const verdict = await trust(api)
  await page.goto(product.url + itemPath(digestOf(verdict, 'https://spdx.dev/Document')))
  const raw = page.locator('summary', { hasText: 'Predicate' })
  // What is streamed stands hidden in the page at first, and takes no focus there.
  await expect(raw).toBeVisible()
  await raw.focus()
  await page.keyboard.press('Enter')
  const lines = page.getByRole('region', { name: 'Predicate, as JSON' })
  await expect(lines).toContainText('SPDXRef-DOCUMENT')
  await page.getByRole('searchbox', { name: 'Search in Predicate' }).focus()
  await page.keyboard.type('libssl3')
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^2 of \d+$/)).toBeVisible()
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
  await expect(lines.locator('mark').first()).toHaveText('libssl3')
})

for (const theme of ['light', 'dark'] as const) {
  test(`every kind of view, ${theme}: axe finds nothing, nothing scrolls sideways`, async ({ browser, product }) => {
    test.setTimeout(180_000)
    const verdict = await trust(apiOf(product.url))
    const context = await browser.newContext({
      colorScheme: theme,
      reducedMotion: 'reduce',
      viewport: { width: theme === 'light' ? 1440 : 360, height: 900 },
    })
    const page = await context.newPage()
    for (const { digest, predicateType } of verdict.attestations) {
      await page.goto(product.url + itemPath(digest))
      await expect(page.locator(`[data-evidence="${digest}"]`).getByText('What this proves')).toBeVisible()
      await page.waitForLoadState('networkidle')
      expect(await findFaults(page), predicateType ?? '').toEqual([])
    }
    await context.close()
  })
}
