import { answer } from '#lib/api/answer.ts'
import { route } from '#lib/api/route.ts'
import packageJson from '../../../../package.json' with { type: 'json' }

export const GET = route({ handle: () => answer({ version: packageJson.version, node: process.version }) })
