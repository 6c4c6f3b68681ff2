import { answer } from '#lib/api/answer.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import packageJson from '../../../../package.json' with { type: 'json' }

export const GET = route({ handle: () => answer({ version: packageJson.version, node: process.version }) })

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
