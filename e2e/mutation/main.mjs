import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

// npm run test:mutation: the tests run in a copy below .tools, from where they must find the vectors as well.

const root = join(import.meta.dirname, '../..')
const shared = join(root, '../shared')
const link = join(root, '.tools/mutation/shared')
mkdirSync(join(root, '.tools/mutation'), { recursive: true })
if (existsSync(shared) && !existsSync(link)) symlinkSync(shared, link)
if (!existsSync(shared)) console.log('The vectors are not beside the repository: more will survive than is true.')

const { status } = spawnSync(join(root, 'node_modules/.bin/stryker'), ['run', 'e2e/mutation/stryker.config.mjs'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
