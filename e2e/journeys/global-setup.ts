import { buildProduct } from '#e2e/build-product.ts'
import { findProgram } from '#e2e/find-program.ts'

export default async function setUp(): Promise<void> {
  if (findProgram('chromium', 'TOUCHSTONE_CHROMIUM') === null) {
    console.log('No Chromium: the journeys are skipped. On Debian: apt-get install chromium')
    return
  }
  await buildProduct()
}
